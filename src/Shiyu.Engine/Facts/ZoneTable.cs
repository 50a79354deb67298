using System.Collections.Immutable;

namespace Shiyu.Engine.Facts;

/// <summary>
/// A time zone as data: from each transition on (UTC milliseconds, ascending; the first is <see cref="long.MinValue"/>) this offset holds.
/// Built outside the engine from the zone database, so that its version can be a fact in the log.
/// </summary>
public sealed class ZoneTable(string id, ImmutableArray<(long FromUnixMs, int OffsetMs)> transitions)
{
    public static readonly ZoneTable Utc = new("UTC", [(long.MinValue, 0)]);

    public string Id { get; } = id;

    /// <summary>Local time minus UTC at that instant, in milliseconds.</summary>
    public int OffsetAt(Instant at) => transitions[IndexAt(at.UnixMs)].OffsetMs;

    /// <summary>Milliseconds since 1970-01-01T00:00 on the zone's wall clock.</summary>
    public long ToLocalMs(Instant at) => at.UnixMs + OffsetAt(at);

    /// <summary>
    /// The instant of a wall-clock time. A time that the zone skips moves forward by the gap; of a doubled one the first counts.
    /// </summary>
    public Instant FromLocalMs(long localMs)
    {
        // The earliest offset that maps the local time onto itself is the first of a doubled hour.
        var index = IndexAt(localMs - transitions[0].OffsetMs - Duration.Days(1).Ms);
        for (; index < transitions.Length; index++)
        {
            var utc = localMs - transitions[index].OffsetMs;
            var from = transitions[index].FromUnixMs;
            var until = index + 1 < transitions.Length ? transitions[index + 1].FromUnixMs : long.MaxValue;
            if (utc >= from && utc < until)
                return new Instant(utc);
            // Skipped: after this transition the wall clock is already past it. The offset from before moves it forward by the gap.
            if (utc < from)
                return new Instant(localMs - transitions[index - 1].OffsetMs);
        }
        return new Instant(localMs - transitions[^1].OffsetMs);
    }

    private int IndexAt(long unixMs)
    {
        int low = 0, high = transitions.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (transitions[middle].FromUnixMs <= unixMs) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
