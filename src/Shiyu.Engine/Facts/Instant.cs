using System.Globalization;

namespace Shiyu.Engine.Facts;

/// <summary>A point in time with millisecond resolution: milliseconds since 1970-01-01T00:00Z.</summary>
public readonly record struct Instant(long UnixMs) : IComparable<Instant>
{
    /// <summary>Before every instant an event can have.</summary>
    public static readonly Instant Min = new(long.MinValue);

    /// <summary>After every instant an event can have.</summary>
    public static readonly Instant Max = new(long.MaxValue);

    public int CompareTo(Instant other) => UnixMs.CompareTo(other.UnixMs);

    public static bool operator <(Instant a, Instant b) => a.UnixMs < b.UnixMs;
    public static bool operator >(Instant a, Instant b) => a.UnixMs > b.UnixMs;
    public static bool operator <=(Instant a, Instant b) => a.UnixMs <= b.UnixMs;
    public static bool operator >=(Instant a, Instant b) => a.UnixMs >= b.UnixMs;
    public static Instant operator +(Instant a, Duration d) => new(a.UnixMs + d.Ms);
    public static Instant operator -(Instant a, Duration d) => new(a.UnixMs - d.Ms);
    public static Duration operator -(Instant a, Instant b) => new(a.UnixMs - b.UnixMs);

    public static Instant From(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(UnixMs);

    /// <summary>ISO 8601 in UTC, for people and logs.</summary>
    public override string ToString() =>
        ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>A length of time in milliseconds; a day is 24 hours, a week 7 days.</summary>
public readonly record struct Duration(long Ms) : IComparable<Duration>
{
    public static Duration Days(long days) => new(days * 86_400_000L);
    public static Duration Hours(long hours) => new(hours * 3_600_000L);
    public static Duration Minutes(long minutes) => new(minutes * 60_000L);
    public static Duration Seconds(long seconds) => new(seconds * 1_000L);

    public int CompareTo(Duration other) => Ms.CompareTo(other.Ms);

    public static bool operator <(Duration a, Duration b) => a.Ms < b.Ms;
    public static bool operator >(Duration a, Duration b) => a.Ms > b.Ms;
    public static bool operator <=(Duration a, Duration b) => a.Ms <= b.Ms;
    public static bool operator >=(Duration a, Duration b) => a.Ms >= b.Ms;
}
