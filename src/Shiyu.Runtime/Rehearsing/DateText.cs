using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>A date value of the command line or of a line, as an instant that can be counted on and printed.</summary>
internal static class DateText
{
    public const string Allowed =
        "a date (2026-03-01) or a time (2026-03-01T12:00:00Z, with Z, +08:00 or nothing for the workspace's zone) of the years 1900 to 9000";

    private static readonly Instant s_first = Instant.From(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly Instant s_last = Instant.From(new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static bool TryRead(string text, ZoneTable zone, out Instant at)
    {
        at = default;
        if (!DateValue.TryParse(text, out var date)) return false;
        at = date.InstantIn(zone);
        return at >= s_first && at <= s_last;
    }
}
