using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>
/// How many messages lie ahead of a run that stands before a step, on the way with the fewest: which way it would have gone, nobody knows, and a number that
/// is too small misleads nobody.
/// </summary>
internal sealed class MessagesAhead
{
    private readonly Dictionary<string, int> _byStep = new(StringComparer.Ordinal);

    public MessagesAhead(SopDefinition sop)
    {
        // Ways lead to later steps only, so that from the end on each knows what lies behind it.
        for (var i = sop.Steps.Length - 1; i >= 0; i--)
        {
            var step = sop.Steps[i];
            var next = i + 1 < sop.Steps.Length ? sop.Steps[i + 1].Id : null;
            _byStep[step.Id] = step.Act switch
            {
                StepAct.Wait wait => Math.Min(Of(wait.Then ?? next), Of(wait.Else ?? next)),
                StepAct.Branch branch => branch.Arms.Select(arm => Of(arm.Then ?? next)).Append(Of(branch.Else ?? next)).Min(),
                var act => (act is StepAct.Send ? 1 : 0) + (step.End ? 0 : Of(next)),
            };
        }
    }

    /// <param name="step">Null: the walk is over.</param>
    public int Of(string? step) => step is null ? 0 : _byStep.GetValueOrDefault(step);
}
