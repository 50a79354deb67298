using System.Collections.Concurrent;
using System.Collections.Immutable;
using NodaTime;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Definitions;

/// <summary>Time zones for the engine, built from NodaTime's copy of the zone database.</summary>
public static class ZoneTables
{
    // Beyond, the last offset stands: a date five centuries ahead is a slip of the pen.
    private static readonly Interval Covered = new(NodaTime.Instant.FromUtc(1900, 1, 1, 0, 0), NodaTime.Instant.FromUtc(2600, 1, 1, 0, 0));

    private static readonly ConcurrentDictionary<string, ZoneTable?> Tables = new(StringComparer.Ordinal);

    /// <summary>The version of the zone database, for example <c>TZDB: 2025b</c>.</summary>
    public static string Version => DateTimeZoneProviders.Tzdb.VersionId;

    /// <param name="id">An id of the zone database, such as <c>Asia/Shanghai</c>; case counts.</param>
    /// <returns>Null when there is no such zone.</returns>
    public static ZoneTable? Get(string id) => Tables.GetOrAdd(id, static id =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is { } zone ? Build(id, zone) : null);

    private static ZoneTable Build(string id, DateTimeZone zone)
    {
        var transitions = ImmutableArray.CreateBuilder<(long, int)>();
        foreach (var interval in zone.GetZoneIntervals(Covered))
        {
            var from = transitions.Count == 0 ? long.MinValue : interval.Start.ToUnixTimeMilliseconds();
            if (transitions.Count > 0 && transitions[^1].Item2 == interval.WallOffset.Milliseconds) continue;
            transitions.Add((from, interval.WallOffset.Milliseconds));
        }
        return new ZoneTable(id, transitions.ToImmutable());
    }
}
