using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Learning;

namespace Shiyu.Runtime.Queries;

/// <summary>The messages that wanted one slot of a customer, in the order in which they were tried.</summary>
/// <param name="WonBy">Why the first that went stood before the one behind it: <c>class</c>, <c>value</c>, <c>priority</c> or <c>name</c>; null where none went, or none was behind it.</param>
/// <param name="Segment">The segment that the customer was in; empty for none.</param>
/// <param name="LearnedAt">When the values that were looked at were learned; null where none were.</param>
public sealed record ContestView(string? WonBy, string Segment, string? SegmentTitle, string? LearnedAt, IReadOnlyList<ContenderView> Contenders)
{
    internal static ContestView? Of(StoredContest? contest, ZoneTable zone, DefinitionSet definitions) => contest is null ? null : new ContestView(
        contest.WonBy, contest.Segment, LearnedMessageView.SegmentTitleOf(definitions, contest.Segment), contest.LearnedAtMs is { } at ? ViewText.Time(zone, at) : null,
        [.. contest.Contenders.Select(each => ContenderView.Of(each, zone, definitions))]);
}

/// <param name="Class"><c>service</c>, <c>journey</c> or <c>broadcast</c>.</param>
/// <param name="Value">What it was expected to be worth, and why; null where that is not known.</param>
/// <param name="Outcome"><c>sent</c>, <c>deferred</c> or <c>dropped</c>.</param>
/// <param name="Until">When a deferred one is tried again.</param>
public sealed record ContenderView(
    string Sop, string? SopTitle, string Step, string? StepTitle, string Material, string Class, int Priority, MessageValue? Value, string Outcome,
    string? Reason, string? Until)
{
    internal static ContenderView Of(StoredContender each, ZoneTable zone, DefinitionSet definitions)
    {
        var sop = definitions.Sops.FirstOrDefault(sop => sop.Name == each.Sop);
        return new ContenderView(
            each.Sop, sop?.Title, each.Step, sop?.Steps.FirstOrDefault(step => step.Id == each.Step)?.Title, each.Material, each.Class, each.Priority, each.Value,
            each.Outcome, each.Reason, each.UntilMs is { } until ? ViewText.Time(zone, until) : null);
    }
}
