using Shiyu.Engine;
using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Queries;

/// <summary>Where a wait or branch may lead, for people.</summary>
internal static class StepWays
{
    /// <param name="written">The step as its file has it.</param>
    public static IReadOnlyList<StepWay> Of(SopDefinition sop, StepDefinition step, TreeNode.Mapping? written)
    {
        var index = sop.Steps.IndexOf(step);
        string? To(string? id) => id ?? (index + 1 < sop.Steps.Length ? sop.Steps[index + 1].Id : null);
        switch (step.Act)
        {
            case StepAct.Wait wait:
                var within = ViewText.Length(wait.For);
                return
                [
                    new StepWay(Words.Of(PathReason.Met), SopQueries.Text(written, "wait"), SopQueries.Json(written, "wait"), within, To(wait.Then)),
                    new StepWay(Words.Of(PathReason.TimedOut), null, null, within, To(wait.Else)),
                ];
            case StepAct.Branch branch:
                var arms = (SopQueries.Part(written, "branch") as TreeNode.Sequence)?.Items;
                return
                [
                    .. branch.Arms.Select((arm, i) =>
                    {
                        var ofArm = arms is { } all && i < all.Length ? all[i] as TreeNode.Mapping : null;
                        return new StepWay(Words.Of(PathReason.Held), SopQueries.Text(ofArm, "when"), SopQueries.Json(ofArm, "when"), null, To(arm.Then));
                    }),
                    new StepWay(Words.Of(PathReason.Otherwise), null, null, null, To(branch.Else)),
                ];
            default:
                return [];
        }
    }
}
