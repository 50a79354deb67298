using System.Text;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Decides the steps that are due, run after run in order of SOP name, each run's in file order.</summary>
internal static class StepStage
{
    /// <returns>True when a step set or unset a tag or an attribute: the order of the instant starts over before any further step.</returns>
    public static bool Run(Folding folding)
    {
        foreach (var record in folding.State.Sops)
        {
            if (record.Going is not { } run) continue;
            var sop = folding.Plan.Sops[record.Sop];
            while (run.NextStep < sop.Steps.Length && run.DueAt <= folding.Now)
                if (Decide(folding, sop, run, sop.Steps[run.NextStep])) return true;
        }
        return false;
    }

    /// <summary>The walk stands before this step as of now.</summary>
    public static void Reach(Folding folding, SopPlan sop, Run run, int step)
    {
        run.NextStep = step;
        run.ReachedAt = folding.Now;
        if (step < sop.Steps.Length)
            run.DueAt = StepTimes.DueAt(sop.Steps[step].Definition, run.StartedAt, run.ReachedAt, folding.Plan.Zone);
    }

    private static bool Decide(Folding folding, SopPlan sop, Run run, StepPlan step)
    {
        var (definition, now) = (step.Definition, folding.Now);
        var late = run.DueAt < run.ReachedAt;
        var from = late && definition.LateSend ? run.ReachedAt : run.DueAt;
        var expiresAt = StepTimes.ExpiresAt(definition, from, folding.Plan.Zone);

        var (outcome, reason) = (late, definition.LateSend) switch
        {
            (true, false) => (StepOutcome.Skipped, StepReason.Late),
            _ when now > expiresAt => (StepOutcome.Dropped, StepReason.Expired),
            _ when step.When is { } when && !when.IsTrue(folding.Asking) => (StepOutcome.Skipped, StepReason.WhenFalse),
            _ when LacksContact(folding.Plan, folding.State, definition) => (StepOutcome.Dropped, StepReason.NoContact),
            _ => (StepOutcome.Sent, (StepReason?)null),
        };
        folding.Emit(new Effect.StepDecided(now, sop.Name, run.Id, definition, outcome, reason, from, expiresAt, folding.Cause));
        Reach(folding, sop, run, definition.End ? sop.Steps.Length : run.NextStep + 1);
        return outcome == StepOutcome.Sent && Act(folding, step);
    }

    public static bool LacksContact(Plan plan, CustomerState state, StepDefinition step) =>
        plan.RequireContact && step.Act is StepAct.Send { Touchpoint: "direct" } && !state.Contacts.HasFriend;

    /// <summary>Does what the engine itself does; everything else is carried out by whoever reads the effect.</summary>
    private static bool Act(Folding folding, StepPlan step)
    {
        // A step comes after every fact folded so far, and before whatever arrives next.
        var at = new Moment(folding.Now, folding.State.LastArrival);
        switch (step.Definition.Act)
        {
            case StepAct.SetTag or StepAct.UnsetTag:
                folding.SetByHand(step.Tag, step.Definition.Act is StepAct.SetTag, at);
                return true;
            case StepAct.SetAttributes set:
                foreach (var (name, json) in set.Json)
                    if (folding.State.Attributes.Set(name, json, at)) folding.Changed(attributes: true);
                return true;
            default:
                return false;
        }
    }
}
