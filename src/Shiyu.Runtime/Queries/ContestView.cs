using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Deliveries;

namespace Shiyu.Runtime.Queries;

/// <summary>The messages that wanted one slot of a customer, in the order in which they were tried.</summary>
/// <param name="WonBy">Why the first that went stood before the one behind it: <c>class</c>, <c>priority</c> or <c>name</c>; null where none went, or none was behind it.</param>
public sealed record ContestView(string? WonBy, IReadOnlyList<ContenderView> Contenders)
{
    internal static ContestView? Of(StoredContest? contest, ZoneTable zone, DefinitionSet definitions) => contest is null ? null : new ContestView(
        contest.WonBy, [.. contest.Contenders.Select(each => ContenderView.Of(each, zone, definitions))]);
}

/// <param name="Class"><c>service</c>, <c>journey</c> or <c>broadcast</c>.</param>
/// <param name="Outcome"><c>sent</c>, <c>deferred</c> or <c>dropped</c>.</param>
/// <param name="Until">When a deferred one is tried again.</param>
public sealed record ContenderView(
    string Sop, string? SopTitle, string Step, string? StepTitle, string Material, string Class, int Priority, string Outcome, string? Reason, string? Until)
{
    internal static ContenderView Of(StoredContender each, ZoneTable zone, DefinitionSet definitions)
    {
        var sop = definitions.Sops.FirstOrDefault(sop => sop.Name == each.Sop);
        return new ContenderView(
            each.Sop, sop?.Title, each.Step, sop?.Steps.FirstOrDefault(step => step.Id == each.Step)?.Title, each.Material, each.Class, each.Priority,
            each.Outcome, each.Reason, each.UntilMs is { } until ? ViewText.Time(zone, until) : null);
    }
}
