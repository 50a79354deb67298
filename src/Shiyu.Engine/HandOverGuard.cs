using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine;

/// <summary>Law 6: the guard that is read at the last moment before a message goes.</summary>
internal static class HandOverGuard
{
    public static HandOverRefusal? Ask(
        Plan plan, CustomerState state, string sopName, RunId runId, string stepId, string material, Instant planned, Instant expiresAt, Instant now,
        IEnumerable<EventFact> later, Func<IEnumerable<PlannedMessage>>? behind)
    {
        var sop = plan.SopNamed(sopName);
        if (sop is not null)
        {
            var pause = plan.Pauses[sop.Index];
            // What becomes of it, the resumption says.
            if (pause.Since is not null) return new HandOverRefusal(StepOutcome.Deferred, Words.Of(StepReason.Paused));
            if (planned < pause.DroppedAt) return new HandOverRefusal(StepOutcome.Dropped, Words.Of(StepReason.Paused));
        }
        if (plan.Stops.Holds(sopName, stepId, material)) return new HandOverRefusal(StepOutcome.Dropped, Words.Of(StepReason.Guardrail));
        if (now > expiresAt) return new HandOverRefusal(StepOutcome.Dropped, "expired");
        var record = sop is null ? null : state.Record(sop.Index);
        sop = sop?.VersionOf(record, runId);
        var index = sop?.IndexOf(stepId) ?? -1;
        if (sop is null || index < 0) return Ended(EndReason.Withdrawn);

        var asking = Folding.AskingOf(plan, state, now);
        var ended = record?.Going is { } going && going.Id == runId
            ? WhileGoing(asking, state, sop, going)
            : record?.LastEnded is { } last && last.Run == runId && last.Reason != EndReason.Completed
                ? last.Reason
                : MetSince(asking, sop, later, now);
        if (ended is { } reason) return Ended(reason);

        if (state.Attributes.IsTrue("do_not_disturb")) return new HandOverRefusal(StepOutcome.Skipped, "do_not_disturb");
        var step = sop.Steps[index];
        if (step.When is { } when && !when.IsTrue(asking)) return new HandOverRefusal(StepOutcome.Skipped, "when_false");
        // Nobody is woken by a call to another system, and none is counted.
        if (step.Definition.Act is StepAct.Send send && OverBudget(plan, state, sop, step.Definition, send, planned, expiresAt, now, behind) is { } over) return over;
        return StepStage.LacksContact(plan, state, sop, step.Definition) ? new HandOverRefusal(StepOutcome.Dropped, "no_contact") : null;
    }

    /// <summary>
    /// What was sent since it was decided on, other limits, another day or a merge may leave no room for it. What that means is what it would have meant at its decision.
    /// </summary>
    private static HandOverRefusal? OverBudget(
        Plan plan, CustomerState state, SopPlan sop, StepDefinition step, StepAct.Send send, Instant planned, Instant expiresAt, Instant now,
        Func<IEnumerable<PlannedMessage>>? behind)
    {
        if (plan.Budget.AllowsAll) return null;
        var (of, direct) = (sop.Definition.Class, send.Touchpoint == "direct");
        // It stands in the ledger itself.
        var ledger = SentMessage.Without(state.Sent.ToArray(), planned, direct);
        if (plan.Budget.Against(ledger, of, direct, now) is null) return null;
        // Of several that have not been handed over the one that was decided on first goes first; otherwise each would keep the other back.
        foreach (var message in behind?.Invoke() ?? []) ledger = SentMessage.Without(ledger, message.PlannedAt, message.IsDirect);
        if (plan.Budget.Against(ledger, of, direct, now) is not { } reason) return null;
        var waits = step.Defers && plan.Budget.NextSlot(ledger, of, direct, now) <= expiresAt;
        return new HandOverRefusal(waits ? StepOutcome.Deferred : StepOutcome.Dropped, Words.Of(reason));
    }

    private static HandOverRefusal Ended(EndReason reason) => new(StepOutcome.Skipped, $"ended:{Words.Of(reason)}");

    private static EndReason? WhileGoing(Asking asking, CustomerState state, SopPlan sop, Run run)
    {
        if (EndStage.GoalOrExit(asking, sop, run.Events, out _) is { } met) return met;
        if (EndStage.HasLeftTrigger(state, sop, run.Stays)) return EndReason.LeftTrigger;
        return run.WindowEnds <= asking.Now ? EndReason.Window : null;
    }

    /// <summary>Goal or exit met at any event folded after the entry, or now: a completed run no longer counts them itself.</summary>
    private static EndReason? MetSince(Asking asking, SopPlan sop, IEnumerable<EventFact> later, Instant now)
    {
        if (sop.Goal is null && sop.Exit is null) return null;
        var events = sop.RunEvents.NewStates();
        asking.Now = Instant.Min;
        foreach (var fact in later)
        {
            if (fact.OccurredAt > now) continue;
            if (fact.OccurredAt > asking.Now) asking.Now = fact.OccurredAt;
            sop.RunEvents.Absorb(events, fact, asking.Now);
            if (EndStage.GoalOrExit(asking, sop, events, out _) is { } met) return met;
        }
        asking.Now = now;
        return EndStage.GoalOrExit(asking, sop, events, out _);
    }
}
