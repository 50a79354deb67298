using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Conditions;

/// <summary>
/// Answers conditions by scanning a customer's whole history, straight from the words of the definition language: obvious, slow, and sharing
/// nothing with the engine but the tree and the zone's transitions. Events after <c>now</c> do not exist for it.
/// </summary>
public sealed partial class NaiveConditions
{
    private readonly DefinitionSet _definitions;
    private readonly ZoneTable _zone;
    private readonly Func<TagName, Instant?> _tags;
    private readonly List<Seen> _arrived;
    private readonly List<Seen> _history;
    private readonly List<(string Name, string Json, Moment At)> _sets;
    private readonly Instant _now;
    private readonly long _after;

    /// <param name="history">Every event that has arrived, in any order.</param>
    /// <param name="tags">Since when a tag is held; null when it is not.</param>
    /// <param name="afterArrival">Event forms outside audiences see only events that arrived after this (a run's goal and exit).</param>
    /// <param name="sets">Attributes that steps have set: name, JSON, when.</param>
    public NaiveConditions(
        DefinitionSet definitions, ZoneTable zone, IEnumerable<EventFact> history, Func<TagName, Instant?> tags, Instant now,
        long afterArrival = long.MinValue, IEnumerable<(string Name, string Json, Moment At)>? sets = null)
    {
        _definitions = definitions;
        _zone = zone;
        _tags = tags;
        _now = now;
        _after = afterArrival;
        _sets = [.. sets ?? []];
        _arrived = [.. history.OrderBy(fact => fact.OccurredAt).ThenBy(fact => fact.Arrival).Select(fact => new Seen(fact, Json(fact.Properties)))];
        _history = [.. _arrived.Where(seen => seen.Fact.OccurredAt <= now)];
        Attributes = AttributesOf(_sets);
    }

    private NaiveConditions(NaiveConditions other, Instant now)
    {
        _definitions = other._definitions;
        _zone = other._zone;
        _tags = other._tags;
        _now = now;
        _after = other._after;
        _sets = other._sets;
        _arrived = other._arrived;
        _history = [.. _arrived.Where(seen => seen.Fact.OccurredAt <= now)];
        Attributes = _history.Count == other._history.Count ? other.Attributes : AttributesOf(_sets);
    }

    /// <summary>The same history, asked about another instant.</summary>
    public NaiveConditions At(Instant now) => new(this, now);

    /// <summary>The visible attributes.</summary>
    public Dictionary<string, JsonElement> Attributes { get; }

    public bool IsTrue(Condition condition) => IsTrue(condition, _after);

    private bool IsTrue(Condition condition, long after) => condition switch
    {
        Condition.Always => true,
        Condition.Never => false,
        Condition.All c => c.Parts.All(part => IsTrue(part, after)),
        Condition.Any c => c.Parts.Any(part => IsTrue(part, after)),
        Condition.Not c => !IsTrue(c.Part, after),
        Condition.InAudience c => IsTrue(_definitions.Audiences[c.Name].When, long.MinValue),
        Condition.HasTag c => _tags(c.Tag) is { } since && (c.For is not { } held || since + held <= _now),
        Condition.OfAttribute c => c.Comparisons.All(comparison => Holds(comparison, Attribute(c.Name))),
        Condition.HasContact c => Contacts().Any(contact =>
            (c.Member is null || contact.Member == c.Member) && contact.State == c.State &&
            (c.Since is not { } since || contact.Since >= Resolve(since))),
        Condition.Events c => HoldsOver(c, after),
        Condition.Sequence c => Occurred(c, after),
        Condition.Unanswered c => IsUnanswered(c, after),
        _ => throw new InvalidOperationException(condition.ToString()),
    };

    // ---- attributes and contacts

    private Dictionary<string, JsonElement> AttributesOf(IEnumerable<(string Name, string Json, Moment At)> sets)
    {
        var setters = new List<(string Name, JsonElement Value, Moment At)>();
        foreach (var seen in _history)
        {
            if (Json(seen.Fact.Attributes) is not { ValueKind: JsonValueKind.Object } attributes) continue;
            foreach (var property in attributes.EnumerateObject()) setters.Add((property.Name, property.Value, new Moment(seen.Fact.OccurredAt, seen.Fact.Arrival)));
        }
        foreach (var (name, json, at) in sets) setters.Add((name, JsonDocument.Parse(json).RootElement, at));
        return setters.GroupBy(setter => setter.Name)
            .Select(group => group.OrderBy(setter => setter.At).Last())
            .Where(setter => setter.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(setter => setter.Name, setter => setter.Value);
    }

    private JsonElement? Attribute(string name)
    {
        if (Attributes.TryGetValue(name, out var exact)) return exact;
        var parts = name.Split('.', 2);
        return parts.Length == 2 && Attributes.TryGetValue(parts[0], out var outer) ? Property(outer, parts[1]) : null;
    }

    public IEnumerable<Contact> Contacts()
    {
        var present = new SortedDictionary<string, Contact>(StringComparer.Ordinal);
        foreach (var seen in _history)
        {
            ContactState? state = seen.Fact.Name switch
            {
                "contact.added" => ContactState.Friend,
                "contact.deleted_by_customer" => ContactState.DeletedByCustomer,
                "contact.deleted_by_member" => ContactState.DeletedByMember,
                _ => null,
            };
            if (state is null || Property(seen.Properties, "member") is not { ValueKind: JsonValueKind.String } member) continue;
            var id = member.GetString()!;
            if (present.TryGetValue(id, out var before) && before.State == state) continue;
            present[id] = new Contact(id, state.Value, seen.Fact.OccurredAt);
        }
        return present.Values;
    }

    // ---- events

    private bool HoldsOver(Condition.Events c, long after)
    {
        var matching = Matching(c.Event, after)
            .Where(seen => c.Window.Within is not { } d || _now - d < seen.Fact.OccurredAt)
            .Where(seen => c.Window.Since is not { } since || seen.Fact.OccurredAt >= Resolve(since))
            .ToList();
        if (c.Measure is not { } measure) return matching.Count > 0;
        bool All(Func<Comparison, bool> holds) => measure.Comparisons.All(holds);
        switch (measure.Kind)
        {
            case MeasureKind.Count: return All(comparison => Compares(comparison, matching.Count, 1));
            case MeasureKind.Last: return matching.Count > 0 && All(comparison => Compares(comparison, (_now - matching[^1].Fact.OccurredAt).Ms, 1));
            case MeasureKind.First: return matching.Count > 0 && All(comparison => Compares(comparison, (_now - matching[0].Fact.OccurredAt).Ms, 1));
            case MeasureKind.Distinct:
            {
                var values = new HashSet<(char, string)>();
                foreach (var seen in matching)
                {
                    if (Property(seen.Properties, measure.Of!) is not { } value) continue;
                    if (Exact(value) is { } n) values.Add(('n', n.ToString(CultureInfo.InvariantCulture)));
                    else if (value.ValueKind == JsonValueKind.String) values.Add(('t', value.GetString()!));
                    else if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) values.Add(('f', value.ValueKind.ToString()));
                }
                return All(comparison => Compares(comparison, values.Count, 1));
            }
        }
        var numbers = matching.Select(seen => Property(seen.Properties, measure.Of!) is { } value ? Exact(value) : null).OfType<BigInteger>().ToList();
        if (measure.Kind != MeasureKind.Sum && numbers.Count == 0) return false;
        var sum = numbers.Aggregate(BigInteger.Zero, (total, number) => total + number);
        return measure.Kind switch
        {
            MeasureKind.Sum => All(comparison => ComparesScaled(comparison, sum, 1)),
            MeasureKind.Avg => All(comparison => ComparesScaled(comparison, sum, numbers.Count)),
            MeasureKind.Max => All(comparison => ComparesScaled(comparison, numbers.Max(), 1)),
            _ => All(comparison => ComparesScaled(comparison, numbers.Min(), 1)),
        };
    }

    private bool Occurred(Condition.Sequence c, long after)
    {
        var history = _history.Where(seen => seen.Fact.Arrival > after).ToList();
        for (var first = 0; first < history.Count; first++)
        {
            if (!Matches(c.Elements[0], history[first])) continue;
            var start = history[first].Fact.OccurredAt;
            if (c.Horizon is { } h && _now - h >= start) continue;
            if (Continues(1, first + 1, start)) return true;
        }
        return false;

        bool Continues(int element, int from, Instant start)
        {
            if (element == c.Elements.Length) return true;
            for (var i = from; i < history.Count; i++)
            {
                if (history[i].Fact.OccurredAt - start > c.Within) return false;
                if (Matches(c.Elements[element], history[i]) && Continues(element + 1, i + 1, start)) return true;
            }
            return false;
        }
    }

    private bool IsUnanswered(Condition.Unanswered c, long after)
    {
        var history = _history.Where(seen => seen.Fact.Arrival > after).ToList();
        var latest = history.FindLastIndex(seen => Matches(c.Event, seen));
        if (latest < 0) return false;
        var s = history[latest].Fact.OccurredAt;
        return s + c.For <= _now && !history.Skip(latest + 1).Any(seen => Matches(c.By, seen)) && (c.Within is not { } w || _now - w < s);
    }

    private IEnumerable<Seen> Matching(EventPattern pattern, long after) =>
        _history.Where(seen => seen.Fact.Arrival > after && Matches(pattern, seen));

    private bool Matches(EventPattern pattern, Seen seen) =>
        seen.Fact.Name == pattern.Name &&
        pattern.Where.All(filter => filter.Comparisons.All(comparison => Holds(comparison, Property(seen.Properties, filter.Path))));

    // ---- values

    private bool Holds(Comparison comparison, JsonElement? value)
    {
        switch (comparison)
        {
            case Comparison.Exists c: return value is not null == c.Value;
            case Comparison.Is c: return value is { } a && Equal(a, c.Value) == true;
            case Comparison.IsNot c: return value is { } b && Equal(b, c.Value) == false;
            case Comparison.In c: return value is { } d && c.Values.Any(scalar => Equal(d, scalar) == true);
            case Comparison.NotIn c: return value is { } e && c.Values.All(scalar => Equal(e, scalar) == false);
            case Comparison.AtLeast or Comparison.MoreThan or Comparison.AtMost or Comparison.LessThan:
                return value is { } f && Exact(f) is { } number && ComparesScaled(comparison, number, 1);
            case Comparison.Contains c:
                if (value is not { } g) return false;
                if (g.ValueKind == JsonValueKind.Array) return g.EnumerateArray().Any(item => Equal(item, c.Value) == true);
                return g.ValueKind == JsonValueKind.String && c.Value is Scalar.Text part && g.GetString()!.Contains(part.Value, StringComparison.Ordinal);
            case Comparison.StartsWith c:
                return value is { ValueKind: JsonValueKind.String } h && h.GetString()!.StartsWith(c.Value, StringComparison.Ordinal);
        }
        if (value is not { ValueKind: JsonValueKind.String } text || Date(text.GetString()!) is not { } date) return false;
        var x = date.At;
        switch (comparison)
        {
            case Comparison.Before c: return x < Resolve(c.Date);
            case Comparison.After c: return x > Resolve(c.Date);
            case Comparison.InNext c: return Years(date, c.Yearly).Any(y => _now < y && y <= _now + c.Within);
            case Comparison.InLast c: return Years(date, c.Yearly).Any(y => _now - c.Within < y && y <= _now);
            default: throw new InvalidOperationException(comparison.ToString());
        }
    }

    /// <summary>Every instant that counts as the date: itself, or its day in every year around.</summary>
    private IEnumerable<Instant> Years((Instant At, DateTime Local) date, bool yearly)
    {
        if (!yearly) return [date.At];
        var around = _now.ToDateTimeOffset().Year;
        return Enumerable.Range(around - 4, 9).Select(year => FromLocal(Anniversary(date.Local, year)));
    }

    private static DateTime Anniversary(DateTime local, int year)
    {
        var day = local is { Month: 2, Day: 29 } && !DateTime.IsLeapYear(year) ? 28 : local.Day;
        return new DateTime(year, local.Month, day, 0, 0, 0, DateTimeKind.Unspecified) + local.TimeOfDay;
    }

    private Instant FromLocal(DateTime local) => _zone.FromLocalMs((long)(local - DateTime.UnixEpoch).TotalMilliseconds);

    private Instant Resolve(DateValue date) =>
        date.OffsetMinutes is { } offset ? new Instant(date.LocalMs - offset * 60_000L) : _zone.FromLocalMs(date.LocalMs);

    /// <summary>The instant of a date text, and the workspace's wall clock then.</summary>
    private (Instant At, DateTime Local)? Date(string text)
    {
        var match = DateRegex().Match(text);
        if (!match.Success) return null;
        if (!DateTime.TryParseExact(match.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return null;
        if (match.Groups[2].Success)
        {
            var clock = match.Groups[2].Value + (match.Groups[3].Success ? "" : ":00");
            if (!TimeSpan.TryParseExact(clock, @"hh\:mm\:ss", CultureInfo.InvariantCulture, out var time)) return null;
            local += time;
            if (match.Groups[4].Success && !match.Groups[3].Success) return null;
            if (match.Groups[4].Success) local = local.AddMilliseconds(int.Parse((match.Groups[4].Value + "000")[..3], CultureInfo.InvariantCulture));
        }
        if (!match.Groups[5].Success) return (FromLocal(local), local);
        var offset = TimeSpan.Zero;
        if (match.Groups[5].Value != "Z")
        {
            if (!TimeSpan.TryParseExact(match.Groups[5].Value[1..], @"hh\:mm", CultureInfo.InvariantCulture, out offset)) return null;
            if (match.Groups[5].Value[0] == '-') offset = -offset;
        }
        var at = new Instant((long)(local - offset - DateTime.UnixEpoch).TotalMilliseconds);
        return (at, DateTime.UnixEpoch.AddMilliseconds(at.UnixMs + _zone.OffsetAt(at)));
    }

    /// <summary>Null when the types differ.</summary>
    private static bool? Equal(JsonElement value, Scalar scalar) => scalar switch
    {
        Scalar.Number n => Exact(value) is { } number ? number == Scale(n.Value) : null,
        Scalar.Text t => value.ValueKind == JsonValueKind.String ? value.GetString() == t.Value : null,
        Scalar.Flag f => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() == f.Value : null,
        _ => null,
    };

    private static bool Compares(Comparison comparison, long value, long divisor) =>
        ComparesScaled(comparison, value * BigInteger.Pow(10, 28), divisor);

    private static bool ComparesScaled(Comparison comparison, BigInteger scaled, long divisor)
    {
        int Against(decimal bound) => scaled.CompareTo(Scale(bound) * divisor);
        return comparison switch
        {
            Comparison.Is { Value: Scalar.Number n } => Against(n.Value) == 0,
            Comparison.IsNot { Value: Scalar.Number n } => Against(n.Value) != 0,
            Comparison.In c => c.Values.Any(scalar => Against(((Scalar.Number)scalar).Value) == 0),
            Comparison.NotIn c => c.Values.All(scalar => Against(((Scalar.Number)scalar).Value) != 0),
            Comparison.AtLeast c => Against(c.Bound) >= 0,
            Comparison.MoreThan c => Against(c.Bound) > 0,
            Comparison.AtMost c => Against(c.Bound) <= 0,
            Comparison.LessThan c => Against(c.Bound) < 0,
            _ => throw new InvalidOperationException(comparison.ToString()),
        };
    }

    private static BigInteger Scale(decimal number) => ExactOf(number.ToString(CultureInfo.InvariantCulture))!.Value;

    /// <summary>The number × 10^28; null for what is no number of the engine's range.</summary>
    private static BigInteger? Exact(JsonElement value) => value.ValueKind == JsonValueKind.Number ? ExactOf(value.GetRawText()) : null;

    private static BigInteger? ExactOf(string written)
    {
        var match = NumberRegex().Match(written);
        var digits = match.Groups[2].Value + match.Groups[3].Value;
        var exponent = -match.Groups[3].Length + (match.Groups[4].Success ? BigInteger.Parse(match.Groups[4].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        var significant = digits.Trim('0');
        if (significant.Length == 0) return BigInteger.Zero;
        exponent += digits.Length - digits.TrimEnd('0').Length;
        if (significant.Length > 28 || exponent < -28 || significant.Length + exponent > 28) return null;
        var scaled = BigInteger.Parse(significant, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)exponent + 28);
        return match.Groups[1].Value == "-" ? -scaled : scaled;
    }

    /// <summary>A dot goes one level down; null is missing.</summary>
    private static JsonElement? Property(JsonElement? of, string path)
    {
        var at = of;
        foreach (var name in path.Split('.'))
        {
            if (at is not { ValueKind: JsonValueKind.Object } mapping || !mapping.TryGetProperty(name, out var below)) return null;
            at = below;
        }
        return at is { ValueKind: JsonValueKind.Null } ? null : at;
    }

    private static JsonElement? Json(ReadOnlyMemory<byte> json) => json.IsEmpty ? null : JsonDocument.Parse(json).RootElement;

    private sealed record Seen(EventFact Fact, JsonElement? Properties);

    [GeneratedRegex(@"\A([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}(?:(:[0-9]{2}))?)(?:\.([0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})?)?\z")]
    private static partial Regex DateRegex();

    [GeneratedRegex(@"\A(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?\z")]
    private static partial Regex NumberRegex();
}
