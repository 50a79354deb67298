using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>One comparison of a value. A missing value, or one of another type, makes every comparison but <c>exists</c> false.</summary>
public abstract record Comparison
{
    public sealed record Is(Scalar Value) : Comparison;

    public sealed record IsNot(Scalar Value) : Comparison;

    /// <param name="Values">Of one type, not empty.</param>
    public sealed record In(ImmutableArray<Scalar> Values) : Comparison;

    /// <param name="Values">Of one type, not empty.</param>
    public sealed record NotIn(ImmutableArray<Scalar> Values) : Comparison;

    public sealed record AtLeast(decimal Bound) : Comparison;

    public sealed record MoreThan(decimal Bound) : Comparison;

    public sealed record AtMost(decimal Bound) : Comparison;

    public sealed record LessThan(decimal Bound) : Comparison;

    /// <summary>A substring of a text; an element of a list.</summary>
    public sealed record Contains(Scalar Value) : Comparison;

    public sealed record StartsWith(string Value) : Comparison
    {
        internal byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Value);
    }

    public sealed record Exists(bool Value) : Comparison;

    public sealed record Before(DateValue Date) : Comparison;

    public sealed record After(DateValue Date) : Comparison;

    /// <summary><c>now &lt; x &lt;= now + d</c>; yearly: of the same local date and time in any year.</summary>
    public sealed record InNext(Duration Within, bool Yearly) : Comparison;

    /// <summary><c>now - d &lt; x &lt;= now</c>; yearly: of the same local date and time in any year.</summary>
    public sealed record InLast(Duration Within, bool Yearly) : Comparison;

    /// <summary>Whether time alone changes the answer.</summary>
    internal bool IsRelative => this is InNext or InLast;

    internal bool Holds(in JsonValue value, Instant now, ZoneTable zone)
    {
        switch (this)
        {
            case Is c: return c.Value.Is(value);
            case IsNot c: return c.Value.IsSameType(value) && !c.Value.Is(value);
            case In c: return AnyIs(c.Values, value);
            case NotIn c: return c.Values[0].IsSameType(value) && !AnyIs(c.Values, value);
            case AtLeast c: return value.TryNumber(out var a) && a >= c.Bound;
            case MoreThan c: return value.TryNumber(out var b) && b > c.Bound;
            case AtMost c: return value.TryNumber(out var d) && d <= c.Bound;
            case LessThan c: return value.TryNumber(out var e) && e < c.Bound;
            case Contains c: return HasInside(value, c.Value);
            case StartsWith c:
                if (value.Kind != JsonKind.Text) return false;
                return value.Escaped ? value.ToText().StartsWith(c.Value, StringComparison.Ordinal) : value.Raw.StartsWith(c.Utf8);
            case Exists c: return value.Kind != JsonKind.Missing == c.Value;
            case Before c: return value.TryDate(out var f) && f.InstantIn(zone) < c.Date.InstantIn(zone);
            case After c: return value.TryDate(out var g) && g.InstantIn(zone) > c.Date.InstantIn(zone);
            default: return value.TryDate(out var h) && HoldsAt(h, now, zone);
        }
    }

    /// <summary>Only for a relative comparison: whether it holds for that date at that instant.</summary>
    internal bool HoldsAt(DateValue date, Instant now, ZoneTable zone)
    {
        switch (this)
        {
            case InNext { Yearly: false } c:
            {
                var x = date.InstantIn(zone);
                return now < x && x <= now + c.Within;
            }
            case InLast { Yearly: false } c:
            {
                var x = date.InstantIn(zone);
                return now - c.Within < x && x <= now;
            }
            case InNext c: return Anniversary.FirstAfter(date, now, zone) <= now + c.Within;
            case InLast c: return now - c.Within < Anniversary.LastUntil(date, now, zone);
            default: return false;
        }
    }

    /// <summary>Only for a relative comparison: the instants after <paramref name="now"/> at which its answer for that date may change.</summary>
    /// <param name="until">Yearly boundaries go on for nine years after this instant.</param>
    internal void AddBoundaries(DateValue date, Instant now, long until, ZoneTable zone, List<long> boundaries)
    {
        var (within, yearly) = this switch
        {
            InNext c => (c.Within, c.Yearly),
            InLast c => (c.Within, c.Yearly),
            _ => default,
        };
        var shift = this is InNext ? -within.Ms : within.Ms;
        if (!yearly)
        {
            Add(date.InstantIn(zone).UnixMs);
            return;
        }
        // Nine years hold every kind of year, also around 2100, which skips its leap day. A window of a year or more has no gaps to find.
        var last = Anniversary.YearOf(new Instant(Math.Max(now.UnixMs, until)), zone) + 9;
        for (var year = Anniversary.YearOf(now, zone) - 2; year <= last; year++) Add(Anniversary.In(year, date, zone).UnixMs);

        void Add(long x)
        {
            if (x > now.UnixMs) boundaries.Add(x);
            if (x + shift > now.UnixMs) boundaries.Add(x + shift);
        }
    }

    internal bool IsYearly => this is InNext { Yearly: true } or InLast { Yearly: true };

    /// <summary>Only for a relative comparison: its last boundary (Unix ms) that does not come again; 0 for a yearly one.</summary>
    internal long LastSingleBoundary(DateValue date, ZoneTable zone) => this switch
    {
        InNext { Yearly: false } => date.InstantIn(zone).UnixMs,
        InLast { Yearly: false } c => (date.InstantIn(zone) + c.Within).UnixMs,
        _ => 0,
    };

    /// <summary>A writing that tells any two comparisons apart, for sharing accumulators.</summary>
    internal string Key => this switch
    {
        Is c => $"is({c.Value.Key})",
        IsNot c => $"is_not({c.Value.Key})",
        In c => $"in({string.Join(',', c.Values.Select(v => v.Key))})",
        NotIn c => $"not_in({string.Join(',', c.Values.Select(v => v.Key))})",
        AtLeast c => $">={Decimals.Written(c.Bound)}",
        MoreThan c => $">{Decimals.Written(c.Bound)}",
        AtMost c => $"<={Decimals.Written(c.Bound)}",
        LessThan c => $"<{Decimals.Written(c.Bound)}",
        Contains c => $"contains({c.Value.Key})",
        StartsWith c => $"starts_with({c.Value.Length}:{c.Value})",
        Exists c => $"exists({c.Value})",
        Before c => $"before({c.Date.LocalMs},{Offset(c.Date)})",
        After c => $"after({c.Date.LocalMs},{Offset(c.Date)})",
        InNext c => $"in_next({c.Within.Ms},{c.Yearly})",
        InLast c => $"in_last({c.Within.Ms},{c.Yearly})",
        _ => "",
    };

    private static string Offset(DateValue date) => date.OffsetMinutes?.ToString(CultureInfo.InvariantCulture) ?? "zone";

    private static bool AnyIs(ImmutableArray<Scalar> values, in JsonValue value)
    {
        foreach (var candidate in values)
        {
            if (candidate.Is(value)) return true;
        }
        return false;
    }

    private static bool HasInside(in JsonValue value, Scalar wanted)
    {
        if (value.Kind == JsonKind.Text)
        {
            if (wanted is not Scalar.Text part) return false;
            return value.Escaped ? value.ToText().Contains(part.Value, StringComparison.Ordinal) : value.Raw.IndexOf(part.Utf8) >= 0;
        }
        if (value.Kind != JsonKind.List) return false;
        var reader = new Utf8JsonReader(value.Raw, JsonValue.Options);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (wanted.Is(JsonValue.Read(ref reader, value.Raw))) return true;
        }
        return false;
    }
}
