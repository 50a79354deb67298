using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Starts runs, SOP after SOP in order of name, and tells why a trigger started none.</summary>
internal static class EntryStage
{
    /// <param name="trigger">The event being folded, in the first pass of its instant only: it triggers once.</param>
    public static void Run(Folding folding, EventFact? trigger)
    {
        var plan = folding.Plan;
        if (plan.Sops.IsEmpty) return;
        var candidates = folding.Candidates;
        candidates.Clear();
        candidates.AddAll(folding.HandedOver);
        if (trigger is not null && plan.Routes.TryGetValue(trigger.Name, out var route)) candidates.AddAll(route.Triggers);
        var byHand = trigger is not null && HandFacts.SopOf(trigger) is { } named && plan.SopNamed(named) is { InForce: true } known ? known : null;
        if (byHand is not null) candidates.Add(byHand.Index);
        var letIn = trigger is not null && HandFacts.LetIntoOf(trigger) is { } into && plan.SopNamed(into) is { InForce: true } meant ? meant : null;
        if (letIn is not null) candidates.Add(letIn.Index);
        // Most facts enter nothing and fall on no date.
        if (!folding.Entered.IsEmpty || !folding.Joined.IsEmpty || folding.DatesAreDue)
        {
            foreach (var sop in plan.Sops)
                if (sop.InForce && ((sop.TriggerTag >= 0 && folding.Entered[sop.TriggerTag]) || (sop.TriggerRule >= 0 && folding.Joined[sop.TriggerRule])
                    || (folding.DatesAreDue && sop.TakesAt == folding.Now)))
                    candidates.Add(sop.Index);
        }

        for (var index = candidates.Next(0); index >= 0; index = candidates.Next(index + 1))
        {
            var sop = plan.Sops[index];
            var way = folding.HandedOver[index] ? EntryWay.Step
                : sop == byHand ? EntryWay.Hand
                : sop == letIn ? EntryWay.Existing
                : sop.TakesAt is not null ? EntryWay.Date
                : EntryWay.Trigger;
            if (way == EntryWay.Trigger && sop.TriggerEvent is { } pattern && !pattern.Matches(trigger!, folding.Now)) continue;
            var (anchor, askAt) = (default(Instant), Instant.Max);
            AccumulatorStates? events = null;
            var refused = plan.IsPaused(sop.Index) ? ForgottenReason.Paused
                : plan.Draining[sop.Index] ? ForgottenReason.Draining
                : Refuses(folding, sop, way, out anchor, out events, out askAt);
            if (refused is { } reason)
                folding.Emit(new Effect.TriggerForgotten(folding.Now, sop.Name, reason, folding.Cause));
            else
                Start(folding, sop, way, anchor, events, askAt);
        }
        folding.HandedOver.Clear();
        folding.DatesAreDue = false;
    }

    private static ForgottenReason? Refuses(
        Folding folding, SopPlan sop, EntryWay way, out Instant anchor, out AccumulatorStates? events, out Instant askAt)
    {
        (anchor, askAt) = (default, Instant.Max);
        events = null;
        var (definition, now) = (sop.Definition, folding.Now);
        // Whoever was let in because of the tag or audience must still have it, whether or not losing it later ends the run.
        if (way == EntryWay.Existing && !IsInTrigger(folding.State, sop)) return ForgottenReason.LeftTrigger;
        // A date and another SOP's step start runs by themselves, whatever is folded at that instant.
        if (way is EntryWay.Trigger or EntryWay.Hand or EntryWay.Existing && folding.Fact is { } fact && now - fact.OccurredAt > definition.Lateness)
            return ForgottenReason.Late;

        if (folding.State.Record(sop.Index) is { } record)
        {
            if (record.Going is not null) return ForgottenReason.Running;
            // One that this fact or wake-up started and that is over already: its gap is unfinished, however short.
            if (folding.StartedSops[sop.Index] || !MayReenter(definition.Reentry, record.LastEnded, now)) return ForgottenReason.Reentry;
        }
        if (sop.When is { } when && !when.IsTrue(folding.Asking)) return ForgottenReason.WhenFalse;

        // All endings but the window are asked at entry, too; `deleted` means a fact folded after the entry, so it cannot apply yet.
        if (sop.Counts) events = sop.RunEvents.NewStates();
        switch (EndStage.GoalOrExit(folding.Asking, sop, events, out askAt))
        {
            case EndReason.Goal: return ForgottenReason.Goal;
            case EndReason.Exit: return ForgottenReason.Exit;
        }
        if (folding.State.Attributes.IsTrue("do_not_disturb")) return ForgottenReason.DoNotDisturb;
        if (EndStage.HasLeftTrigger(folding.State, sop, HangsOnTrigger(way))) return ForgottenReason.LeftTrigger;
        if (sop.AnchorOf(folding.State.Attributes, folding.Fact, now) is not { } at) return ForgottenReason.NoAnchor;
        anchor = at;
        return null;
    }

    private static bool MayReenter(Reentry reentry, EndedRun? last, Instant now) => last is null || reentry.Kind switch
    {
        ReentryKind.Never => false,
        ReentryKind.After => now - last.At >= reentry.After,
        ReentryKind.Always => true,
    };

    private static void Start(Folding folding, SopPlan sop, EntryWay way, Instant anchor, AccumulatorStates? events, Instant askAt)
    {
        var (state, now) = (folding.State, folding.Now);
        var record = state.RecordOrNew(sop.Index);
        record.LastNumber = record.LastEntry == now ? record.LastNumber + 1 : 0;
        record.LastEntry = now;
        var run = record.Going = new Run
        {
            Id = RunIds.Of(sop.Name, state.Key, now, record.LastNumber),
            Version = sop.Version,
            StartedAt = now,
            AnchorAt = anchor,
            Cause = folding.Cause,
            Stays = HangsOnTrigger(way) && sop.Definition.Trigger is SopTrigger.EntersTag or SopTrigger.JoinsAudience,
            HeldOut = sop.HoldsOut(folding.Plan.Definitions.Workspace, state.Key),
            ArrivalsAtEntry = state.LastArrival,
            CauseArrival = folding.Fact?.Arrival ?? long.MaxValue,
            WindowEnds = sop.Definition.Window is { } window ? now + window : Instant.Max,
            AskAt = askAt,
            Events = events,
        };
        StepStage.Reach(folding, sop, run, 0);
        folding.StartedSops.Add(sop.Index);
        folding.Emit(new Effect.RunStarted(now, sop.Name, run.Id, folding.Cause, run.HeldOut, sop.Version));
    }

    /// <summary>Why an existing customer would not be let into an SOP at an instant, its pause and its draining aside; null when a run would start.</summary>
    public static ForgottenReason? WhyNotLetIn(Plan plan, CustomerState state, SopPlan sop, Instant now) =>
        Refuses(Folding.ForAsking(plan, state, now), sop, EntryWay.Existing, out _, out _, out _);

    /// <summary>Whether the customer has the tag, or is in the audience, that triggers an SOP; everybody, where neither does.</summary>
    private static bool IsInTrigger(CustomerState state, SopPlan sop) =>
        sop.TriggerTag >= 0 ? state.IsHeld(sop.TriggerTag) : sop.TriggerRule < 0 || state.Truth(sop.TriggerRule);

    /// <summary>Only what its own trigger started is left with the trigger's tag or audience; an existing customer is let in because of it, too.</summary>
    private static bool HangsOnTrigger(EntryWay way) => way is EntryWay.Trigger or EntryWay.Existing;

    private enum EntryWay : byte { Trigger, Date, Hand, Step, Existing }
}
