using System.Collections.Immutable;
using Shiyu.Engine.Backfilling;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>What lies between two plans, worked out once for all the customers that are moved from one to the other.</summary>
internal sealed class Succession(Plan before, Plan after)
{
    public Plan Before => before;

    /// <summary>What is counted anew; null for nothing.</summary>
    public Backfill? Backfill { get; } = Backfill.Between(before, after);

    /// <summary>By tag of the plan before: the one of the same name; null where there is none.</summary>
    public ImmutableArray<TagPlan?> Tags { get; } = [.. before.Tags.Select(tag => after.TagsByName.GetValueOrDefault(tag.Name))];
}
