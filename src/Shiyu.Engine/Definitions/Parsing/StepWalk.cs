using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>What only all steps of an SOP together can tell: ids, where waits and branches lead, steps that nobody can reach.</summary>
internal static class StepWalk
{
    public static void Check(Place list, ImmutableArray<StepDefinition> steps, SopAnchor? anchor, Duration? window)
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

        Place Of(int i) => list.At(i, ((TreeNode.Sequence)list.Node).Items[i]);
    }

    /// <summary>Where the walk may go on after a step; null is the next one.</summary>
    private static IEnumerable<(string Key, string? To)> Targets(StepDefinition step) => step.Act switch
    {
        StepAct.Wait wait => [("then", wait.Then), ("else", wait.Else)],
        StepAct.Branch branch => branch.Arms.Select(arm => ("branch", arm.Then)).Append(("else", branch.Else)),
        _ when step.End => [],
        _ => [("next", null)],
    };
}
