using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Tagging;

/// <summary>One tag of the plan. Its index is its place in group and file order, and that of its rule.</summary>
internal sealed record TagPlan(int Index, int Group, TagName Name, CompiledCondition? When, Hold Hold)
{
    /// <summary>The rules that read this tag, to be asked again when it enters or leaves.</summary>
    public required Marks Readers { get; init; }
}

/// <summary>A group's tags are <c>First .. First + Count - 1</c>.</summary>
internal readonly record struct GroupPlan(int First, int Count, bool Exclusive);

/// <summary>An audience that triggers an SOP is a rule like a tag's, asked after all groups.</summary>
internal sealed record AudiencePlan(int Rule, string Name, CompiledCondition When);
