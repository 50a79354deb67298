using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Conditions;
using Shiyu.Runtime.Folding;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Which tags a customer should hold now, by scanning the whole history.</summary>
internal static class NaiveTags
{
    /// <summary>Law 3: everybody holds just those tags.</summary>
    public static void Compare(FoldLoop live, LogView log)
    {
        var definitions = live.Plan.Definitions;
        foreach (var record in live.Records)
        {
            if (record is not { IsLive: true }) continue;
            var held = new SortedSet<string>(record.State!.Tags(live.Plan)
                .Where(tag => definitions.Groups.First(group => group.Name == tag.Tag.Group).Tags.First(one => one.Name == tag.Tag.Tag).When is not null)
                .Select(tag => tag.Tag.ToString()), StringComparer.Ordinal);
            var naive = Of(definitions, log.Of(record.Id, long.MaxValue), live.ClockMs);
            if (!held.SetEquals(naive))
                throw new InvariantBrokenException("tags are what a scan of the history says", $"c{record.Id} has {string.Join(' ', held)}, not {string.Join(' ', naive)}");
        }
    }

    private static readonly ZoneTable s_shanghai = new("Asia/Shanghai", [(long.MinValue, 8 * 3_600_000)]);

    /// <summary>Those of groups whose tags follow conditions.</summary>
    private static SortedSet<string> Of(DefinitionSet definitions, IEnumerable<Seen> history, long nowMs)
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
