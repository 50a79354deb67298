using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Decides the steps that are due, run after run in order of SOP name, each run's in file order.</summary>
internal static class StepStage
{
    /// <returns>
    /// True when a step set or unset a tag or an attribute, or started another SOP: the order of the instant starts over before any further step.
    /// </returns>
    public static bool Run(Folding folding)
    {
        while (true)
        {
            foreach (var record in folding.State.Sops)
                if (record.Going is { } run && Walk(folding, folding.Plan.Of(record.Sop, run), run))
                {
                    folding.Contenders.Clear();
                    return true;
                }
            if (folding.Contenders.Count == 0) return false;
            // Whoever gets the slot, or gives up on it, walks on.
            Contest.Settle(folding);
        }
    }

    /// <summary>Walks one run as far as it goes now: to a step whose turn has not come, or a message that has to compete for its slot.</summary>
    private static bool Walk(Folding folding, SopPlan sop, Run run)
    {
        while (IsDue(folding, sop, run))
        {
            var step = sop.Steps[run.NextStep];
            if (step.Definition.Act.IsFork)
            {
                Fork(folding, sop, run, step);
                continue;
            }
            var next = run.NextStep;
            if (Decide(folding, sop, run, step)) return true;
            if (run.NextStep == next) return false;
        }
        return false;
    }

    private static bool IsDue(Folding folding, SopPlan sop, Run run) =>
        !folding.Plan.IsPaused(sop.Index) && run.NextStep < sop.Steps.Length && (run.TurnAt <= folding.Now || run.WaitMet);

    /// <summary>
    /// The walk stands before this step as of now; where it catches up after a pause, as of when the step before would have been done without one: what
    /// was not late and not expired then is late and expired by the pause alone.
    /// </summary>
    public static void Reach(Folding folding, SopPlan sop, Run run, int step)
    {
        run.NextStep = step = run.Onward(sop, step);
        run.ReachedAt = run.CatchesUp == CatchUp.None ? folding.Now : run.TurnAt > run.ReachedAt ? run.TurnAt : run.ReachedAt;
        run.WaitingSince = run.DeferredUntil = null;
        run.WaitMet = false;
        if (step < sop.Steps.Length) run.DueAt = folding.Plan.Times.DueAt(sop.Steps[step].Definition, run.AnchorAt, run.ReachedAt);
    }

    /// <summary>Waits and branches: they carry nothing out and print no line.</summary>
    private static void Fork(Folding folding, SopPlan sop, Run run, StepPlan step)
    {
        if (step.Wait is { } wait && run.WaitingSince is null)
        {
            run.WaitingSince = folding.Now;
            run.DueAt = folding.Now + wait.For;
            Tell(PathReason.Waiting, run.NextStep);
            return;
        }
        var (reason, to) = step.Wait is not null
            ? run.WaitMet ? (PathReason.Met, step.Then) : (PathReason.TimedOut, step.Else)
            : ArmOf(folding, step);
        Tell(reason, to);
        Reach(folding, sop, run, to);

        void Tell(PathReason reason, int next) => folding.Emit(new Effect.PathTaken(
            folding.Now, sop.Name, run.Id, step.Definition, reason, next < sop.Steps.Length ? sop.Steps[next].Id : null, folding.Cause));
    }

    private static (PathReason, int) ArmOf(Folding folding, StepPlan step)
    {
        foreach (var (when, to) in step.Arms)
            if (when.IsTrue(folding.Asking)) return (PathReason.Held, to);
        return (PathReason.Otherwise, step.Else);
    }

    private static bool Decide(Folding folding, SopPlan sop, Run run, StepPlan step)
    {
        var (definition, now) = (step.Definition, folding.Now);
        var late = run.DueAt < run.ReachedAt;
        var from = late && definition.LateSend ? run.ReachedAt : run.DueAt;
        var expiresAt = folding.Plan.Times.ExpiresAt(definition, from);

        var (outcome, reason) = (late, definition.LateSend) switch
        {
            _ when run.CatchesUp == CatchUp.Drop && definition.Act is StepAct.Send && run.TurnAt < now => (StepOutcome.Dropped, StepReason.Paused),
            (true, false) => (StepOutcome.Skipped, StepReason.Late),
            _ when now > expiresAt => (StepOutcome.Dropped, StepReason.Expired),
            _ when step.When is { } when && !when.IsTrue(folding.Asking) => (StepOutcome.Skipped, StepReason.WhenFalse),
            _ when run.HeldOut => (StepOutcome.Holdout, StepReason.HeldOut),
            _ when LacksContact(folding.Plan, folding.State, sop, definition) => (StepOutcome.Dropped, StepReason.NoContact),
            _ => (StepOutcome.Sent, (StepReason?)null),
        };
        var (arm, propensity) = outcome == StepOutcome.Sent && !definition.Split.IsEmpty ? Arm(folding, sop, definition) : (-1, null);
        var contender = new Contender(sop, run, step, from, expiresAt, arm, propensity);
        if (outcome == StepOutcome.Sent && definition.Act is StepAct.Send)
        {
            if (folding.Plan.Stops.Holds(sop.Name, step.Id, contender.Material))
            {
                Done(folding, contender, StepOutcome.Dropped, StepReason.Guardrail);
                return false;
            }
            if (!folding.Plan.Budget.AllowsAll)
            {
                folding.Contenders.Add(contender);
                return false;
            }
            Count(folding, contender);
            Done(folding, contender, outcome, reason);
            return false;
        }
        Done(folding, contender, outcome, reason);
        return outcome == StepOutcome.Sent && Act(folding, step);
    }

    /// <summary>A message that goes is in the ledger that budgets count.</summary>
    public static void Count(Folding folding, in Contender message)
    {
        var capped = message.Sop.Definition.Class != MessageClass.Service;
        SentMessage.Note(ref folding.State.Sent, new SentMessage(folding.Now, capped, message.IsDirect));
    }

    /// <summary>What arbitration said of a message. One that competes again at its next slot keeps the walk standing until then.</summary>
    public static void CarryOut(Folding folding, in Contender message, in Verdict verdict, SlotContest? contest)
    {
        if (verdict.Until is not { } until)
        {
            Done(folding, message, verdict.Outcome, verdict.Reason, verdict.LostTo, contest);
            return;
        }
        message.Run.DeferredUntil = until;
        folding.Emit(new Effect.StepDecided(
            folding.Now, message.Sop.Name, message.Run.Id, message.Step.Definition, verdict.Outcome, verdict.Reason, message.From, message.ExpiresAt, -1,
            folding.Cause, verdict.LostTo, until, contest));
    }

    private static void Done(
        Folding folding, in Contender step, StepOutcome outcome, StepReason? reason, string? lostTo = null, SlotContest? contest = null)
    {
        var (sop, run, definition) = (step.Sop, step.Run, step.Step.Definition);
        var sent = outcome == StepOutcome.Sent;
        folding.Emit(new Effect.StepDecided(
            folding.Now, sop.Name, run.Id, definition, outcome, reason, step.From, step.ExpiresAt, sent ? step.Arm : -1, folding.Cause, lostTo, Contest: contest)
        {
            Propensity = sent ? step.Propensity : null,
            Segment = sent && definition.Act is StepAct.Send ? folding.Plan.SegmentOf(folding.State) : null,
        });
        Reach(folding, sop, run, definition.End ? sop.Steps.Length : run.NextStep + 1);
    }

    private static (int Arm, Share? Propensity) Arm(Folding folding, SopPlan sop, StepDefinition step)
    {
        var plan = folding.Plan;
        var arms = plan.Values.ArmsOf(sop.Name, step, step.Learns ? plan.SegmentOf(folding.State) : "");
        var arm = Chance.ArmOf(Chance.Draw(plan.Definitions.Workspace.Salt, sop.Name, step.Id, folding.State.Key), arms);
        return (arm, arms[arm].Share);
    }

    public static bool LacksContact(Plan plan, CustomerState state, SopPlan sop, StepDefinition step) =>
        plan.RequireContact && step.Act is StepAct.Send { Touchpoint: "direct" } && !Sending.IsPossible(sop.Definition.Sender, state.Contacts);

    /// <summary>Does what the engine itself does; everything else is carried out by whoever reads the effect.</summary>
    private static bool Act(Folding folding, StepPlan step)
    {
        // A step comes right after the fact whose folding carries it out, or, where time alone does, after all that has arrived.
        var at = new Moment(folding.Now, folding.Fact?.Arrival ?? folding.State.LastArrival);
        switch (step.Definition.Act)
        {
            // What an older version names may be gone, or be held by a rule by now.
            case StepAct.SetTag or StepAct.UnsetTag when step.Tag < 0:
            case StepAct.StartSop when step.Starts < 0:
                return false;
            case StepAct.SetTag or StepAct.UnsetTag:
                folding.SetByHand(step.Tag, step.Definition.Act is StepAct.SetTag, at);
                return true;
            case StepAct.SetAttributes set:
                foreach (var (name, json) in set.Json)
                    if (folding.State.Attributes.Set(name, json, at)) folding.Changed(attributes: true);
                return true;
            case StepAct.StartSop:
                folding.HandedOver.Add(step.Starts);
                return true;
            default:
                return false;
        }
    }
}
