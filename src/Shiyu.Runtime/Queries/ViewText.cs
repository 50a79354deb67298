using System.Globalization;
using System.Text.Json;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Queries;

/// <summary>How values are written in answers.</summary>
internal static class ViewText
{
    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement;

    /// <summary>ISO 8601 with milliseconds and the zone's offset at that instant.</summary>
    public static string Time(ZoneTable zone, Instant at)
    {
        var offset = TimeSpan.FromMilliseconds(zone.OffsetAt(at));
        // Offsets of long ago have seconds, which ISO 8601 cannot say.
        if (offset.Ticks % TimeSpan.TicksPerMinute != 0) offset = TimeSpan.Zero;
        // A date of the year 9999 may end beyond the last one that can be written.
        var last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - Math.Max(0, (long)offset.TotalMilliseconds);
        return new Instant(Math.Min(at.UnixMs, last)).ToDateTimeOffset().ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
    }

    public static string Time(ZoneTable zone, long unixMs) => Time(zone, new Instant(unixMs));

    public static ContactView Contact(ZoneTable zone, Contact contact) =>
        new(contact.Member, JsonNamingPolicy.SnakeCaseLower.ConvertName(contact.State.ToString()), Time(zone, contact.Since));

    public static JsonElement Json(ReadOnlyMemory<byte> utf8) => utf8.IsEmpty ? EmptyObject : JsonDocument.Parse(utf8).RootElement;

    /// <summary>Digits and the largest unit that fits.</summary>
    public static string Length(Duration duration) => duration.Ms switch
    {
        0 => "0s",
        var ms when ms % 604_800_000 == 0 => $"{ms / 604_800_000}w",
        var ms when ms % 86_400_000 == 0 => $"{ms / 86_400_000}d",
        var ms when ms % 3_600_000 == 0 => $"{ms / 3_600_000}h",
        var ms when ms % 60_000 == 0 => $"{ms / 60_000}m",
        var ms => $"{ms / 1000}s",
    };
}
