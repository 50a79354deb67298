using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>What only all steps of an SOP together can tell: ids, where waits and branches lead, steps that nobody can reach.</summary>
internal static class StepWalk
{
    public static void Check(Place list, ImmutableArray<StepDefinition> steps, SopTrigger? trigger, SopAnchor? anchor, Duration? window)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Length; i++)
        {
            if (!seen.TryAdd(steps[i].Id, i))
                Of(i).At("id", Of(i).Node).Refuse(RefusalCodes.DefinedTwice, $"'{steps[i].Id}'", $"a step id once in an SOP; steps[{seen[steps[i].Id]}] has it already");
        }
        var reached = new bool[steps.Length + 1];
        reached[0] = true;
        var leads = true;
        for (var i = 0; i < steps.Length; i++)
        {
            foreach (var (key, target) in Targets(steps[i]))
            {
                if (target is null) reached[i + 1] |= reached[i];
                else if (seen.TryGetValue(target, out var to) && to > i) reached[to] |= reached[i];
                else
                {
                    leads = false;
                    Of(i).Refuse(
                        RefusalCodes.UnknownReference, $"'{target}' in '{key}'",
                        $"the id of a later step{Names.Nearest(target, steps.Skip(i + 1).Select(step => step.Id))}");
                }
            }
        }
        if (!leads) return;
        for (var i = 0; i < steps.Length; i++)
        {
            if (!reached[i])
                list.File.Warn(Of(i), WarningCodes.Unreachable, $"the step '{steps[i].Id}' can never be reached: every way ends or leads past it");
        }
        // Of a date that lies ahead, a step may well come within the window that its distance from the date exceeds.
        if (window is { } most && anchor is SopAnchor.Entry && steps[0].At is StepTime.After { Delay: var first } && first >= most)
            list.File.Warn(Of(0), WarningCodes.WindowTooShort, $"the run ends before its first step '{steps[0].Id}': the window is not longer than its delay");

        if (anchor is SopAnchor.Entry && trigger is not (null or SopTrigger.OnDate)) CheckTimes(list.File, steps, window, Of);

        Place Of(int i) => list.At(i, ((TreeNode.Sequence)list.Node).Items[i]);
    }

    /// <summary>Times that count from the entry: those before it are late for everybody, those after the window come for nobody.</summary>
    private static void CheckTimes(FileParse file, ImmutableArray<StepDefinition> steps, Duration? window, Func<int, Place> of)
    {
        for (var i = 0; i < steps.Length; i++)
        {
            var (step, before) = (steps[i], steps[i].At is StepTime.OnDay { Day: < 0 } or StepTime.OnWorkday { Day: < 0 });
            if (before && !step.LateSend)
                file.Warn(of(i), WarningCodes.Unreachable, $"the step '{step.Id}' is never done: its day lies before the entry, and nothing but a date as 'anchor' has days before it");
            else if (i > 0 && window is { } most && EarliestOf(step.At) >= most)
                file.Warn(of(i), WarningCodes.WindowTooShort, $"the run ends before the step '{step.Id}': the window is not longer than its delay");
        }
    }

    /// <summary>How soon after the entry a step may come at the earliest: whoever enters late in the evening has the next day soon, and a day may be an hour short.</summary>
    private static Duration? EarliestOf(StepTime? at) => at switch
    {
        StepTime.After after => after.Delay,
        StepTime.OnDay day => OnDay(day.Day, day.Hour, day.Minute),
        StepTime.OnWorkday day => OnDay(day.Day, day.Hour, day.Minute),
        _ => null,
    };

    private static Duration OnDay(int day, int hour, int minute) => Duration.Minutes((((day - 1) * 24L) + hour - 1) * 60 + minute);

    /// <summary>Where the walk may go on after a step; null is the next one.</summary>
    private static IEnumerable<(string Key, string? To)> Targets(StepDefinition step) => step.Act switch
    {
        StepAct.Wait wait => [("then", wait.Then), ("else", wait.Else)],
        StepAct.Branch branch => branch.Arms.Select(arm => ("branch", arm.Then)).Append(("else", branch.Else)),
        _ when step.End => [],
        _ => [("next", null)],
    };
}
