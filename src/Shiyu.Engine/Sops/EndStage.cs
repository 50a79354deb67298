using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Ends runs: the first reason that applies of goal, exit, do-not-disturb, deleted, left trigger, window.</summary>
internal static class EndStage
{
    public static void Run(Folding folding)
    {
        foreach (var record in folding.State.Sops)
        {
            if (record.Going is not { } run) continue;
            if (Reason(folding, folding.Plan.Of(record.Sop, run), run) is { } reason) End(folding, record, run, reason);
        }
        folding.AttributesChanged = folding.ContactsChanged = folding.TagsChanged = folding.Deleted = folding.AskEverything = false;
    }

    /// <summary>The last place of the order: runs whose last step is done.</summary>
    public static void Complete(Folding folding)
    {
        foreach (var record in folding.State.Sops)
            if (record.Going is { } run && run.NextStep >= folding.Plan.Of(record.Sop, run).Steps.Length)
                End(folding, record, run, EndReason.Completed);
    }

    public static void End(Folding folding, SopRecord record, Run run, EndReason reason)
    {
        record.Going = null;
        record.LastEnded = new EndedRun(run.Id, folding.Now, reason, run.Version);
        folding.Emit(Effect.RunEnded.Of(folding.Now, folding.Plan.Of(record.Sop, run), run, reason, folding.Cause));
    }

    /// <summary>
    /// Goal or exit at <see cref="Asking.Now"/>, counting what this run has seen; and the next instant at which time alone may change that.
    /// </summary>
    public static EndReason? GoalOrExit(Asking asking, SopPlan sop, AccumulatorStates? events, out Instant askAt)
    {
        askAt = Instant.Max;
        if (sop.Goal is null && sop.Exit is null) return null;
        asking.RunAccumulators = events;
        try
        {
            if (sop.Goal is { } goal)
            {
                if (goal.IsTrue(asking)) return EndReason.Goal;
                if (goal.NextChange(asking) is { } change) askAt = change;
            }
            if (sop.Exit is { } exit)
            {
                if (exit.IsTrue(asking)) return EndReason.Exit;
                if (exit.NextChange(asking) is { } change && change < askAt) askAt = change;
            }
            return null;
        }
        finally
        {
            asking.RunAccumulators = null;
        }
    }

    /// <summary>Whether the tag or audience that the run hangs on is gone; also where the definitions in force know it no more.</summary>
    public static bool HasLeftTrigger(CustomerState state, SopPlan sop, bool stays) =>
        stays && sop.Stays && !(sop.TriggerTag >= 0 ? state.IsHeld(sop.TriggerTag) : sop.TriggerRule >= 0 && state.Truth(sop.TriggerRule));

    private static EndReason? Reason(Folding folding, SopPlan sop, Run run)
    {
        var ask = run.Ask || folding.AskEverything || run.AskAt <= folding.Now
            || (folding.AttributesChanged && sop.ReadsAttributes)
            || (folding.ContactsChanged && sop.ReadsContacts)
            || (folding.TagsChanged && sop.ReadsTags);
        if (ask)
        {
            var met = GoalOrExit(folding.Asking, sop, run.Events, out var askAt);
            run.Ask = false;
            run.AskAt = askAt;
            if (met is not null) return met;
        }
        if ((folding.AttributesChanged || folding.AskEverything) && folding.State.Attributes.IsTrue("do_not_disturb"))
            return EndReason.DoNotDisturb;
        if (folding.Deleted) return EndReason.Deleted;
        if (HasLeftTrigger(folding.State, sop, run.Stays)) return EndReason.LeftTrigger;
        return run.WindowEnds <= folding.Now ? EndReason.Window : null;
    }
}
