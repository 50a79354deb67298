using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Conditions;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Which tags a customer should hold now, by scanning the whole history.</summary>
internal static class NaiveTags
{
    private static readonly ZoneTable s_shanghai = new("Asia/Shanghai", [(long.MinValue, 8 * 3_600_000)]);

    /// <summary>Those of groups whose tags follow conditions.</summary>
    public static SortedSet<string> Of(DefinitionSet definitions, IEnumerable<Seen> history, long nowMs)
    {
        var naive = new NaiveConditions(definitions, s_shanghai, history.Select(seen => seen.Fact), _ => null, new Instant(nowMs));
        var held = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var group in definitions.Groups)
        {
            foreach (var tag in group.Tags)
            {
                if (tag.When is not { } when || !naive.IsTrue(when)) continue;
                held.Add(new TagName(group.Name, tag.Name).ToString());
                if (group.Exclusive) break;
            }
        }
        return held;
    }
}
