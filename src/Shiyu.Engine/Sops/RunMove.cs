using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Takes a run over from one version of its SOP into another by the ids of steps, or into the same version under other times and budgets.</summary>
internal static class RunMove
{
    /// <returns>False where nothing of what the run has behind it is left, so that nobody could say where it stands: it cannot go on.</returns>
    public static bool Move(SopPlan from, SopPlan to, Run run, StepTimes times, bool sameBudgets)
    {
        var behind = from.Steps.Take(run.NextStep).Select(step => step.Id).Union(run.Behind).ToHashSet(StringComparer.Ordinal);
        if (Place(from, to, run, behind) is not { } next) return false;
        run.Behind = [.. behind.Where(step => to.IndexOf(step) is var at && (at < 0 || at >= next)).Order(StringComparer.Ordinal)];
        next = run.Onward(to, next);

        var stays = run.NextStep < from.Steps.Length && next < to.Steps.Length && to.Steps[next].Id == from.Steps[run.NextStep].Id;
        run.NextStep = next;
        // Under other budgets a deferred message asks again.
        if (!stays || !sameBudgets) run.DeferredUntil = null;
        if (stays && run.WaitingSince is { } since && to.Steps[next].Wait is { } wait)
        {
            // One that is over already, while a pause keeps its run, stays over.
            if (!run.WaitMet) run.DueAt = since + wait.For;
        }
        else
        {
            run.WaitingSince = null;
            run.WaitMet = false;
            if (next < to.Steps.Length) run.DueAt = times.DueAt(to.Steps[next].Definition, run.AnchorAt, run.ReachedAt);
        }
        run.WindowEnds = to.Definition.Window is { } window ? run.StartedAt + window : Instant.Max;
        run.Version = to.Version;
        return true;
    }

    /// <summary>
    /// Before the step that it stood before; else before the next one that is still there; else right after the last one it has behind it, where what replaced
    /// the rest now stands; at the beginning where it has nothing behind it.
    /// </summary>
    private static int? Place(SopPlan from, SopPlan to, Run run, HashSet<string> behind)
    {
        for (var i = run.NextStep; i < from.Steps.Length; i++)
            if (to.IndexOf(from.Steps[i].Id) is var at && at >= 0 && !behind.Contains(from.Steps[i].Id)) return at;
        for (var i = Math.Min(run.NextStep, from.Steps.Length) - 1; i >= 0; i--)
            if (to.IndexOf(from.Steps[i].Id) is var at && at >= 0) return at + 1;
        return behind.Count == 0 ? 0 : null;
    }
}
