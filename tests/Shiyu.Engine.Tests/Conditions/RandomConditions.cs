using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Conditions;

/// <summary>Random condition trees and histories on a coarse grid, so that ties and exact boundaries happen all the time.</summary>
internal sealed class RandomConditions(int seed)
{
    public static readonly Instant Base = new(1_772_323_200_000); // 2026-03-01T00:00Z

    /// <summary>A zone that skips an hour on the fifth day and doubles one on the twelfth.</summary>
    public static readonly ZoneTable Zone = new(
        "Test/Zone",
        [(long.MinValue, 28_800_000), ((Base + Duration.Days(5)).UnixMs, 32_400_000), ((Base + Duration.Days(12)).UnixMs, 28_800_000)]);

    public static readonly TagName HeldTag = new("g", "held"), LackedTag = new("g", "lacked");

    private static readonly long[] Spans = [3_600_000, 7_200_000, 21_600_000, 86_400_000, 259_200_000];
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly string[] Paths = ["p", "q", "n.p", "n.m.q"];

    private readonly Random _random = new(seed);

    public int Next(int below) => _random.Next(below);

    private T Any<T>(params T[] items) => items[_random.Next(items.Length)];

    private Duration Span() => new(Any(Spans));

    public Condition Condition(int depth)
    {
        if (depth > 0 && _random.Next(3) > 0)
        {
            ImmutableArray<Condition> parts = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Condition(depth - 1))];
            return _random.Next(3) switch
            {
                0 => new Condition.All(parts),
                1 => new Condition.Any(parts),
                _ => new Condition.Not(Condition(depth - 1)),
            };
        }
        switch (_random.Next(16))
        {
            case 0 or 1: return new Condition.OfAttribute(Any("x", "y", "z.p"), Comparisons());
            case 2: return new Condition.HasTag(Any(HeldTag, LackedTag), _random.Next(2) == 0 ? null : Span());
            case 3:
                return new Condition.HasContact(Any(null, "m1", "m2"), (ContactState)_random.Next(3), _random.Next(2) == 0 ? null : DateBound());
            case 4: return new Condition.InAudience("all");
            case 5 or 6:
                return new Condition.Sequence(
                    [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => Pattern())], Span(), _random.Next(2) == 0 ? null : Span());
            case 7 or 8: return new Condition.Unanswered(Pattern(), Pattern(), Span(), _random.Next(2) == 0 ? null : Span());
            default:
                var window = _random.Next(4) switch
                {
                    0 => EventWindow.Ever,
                    1 => new EventWindow(null, DateBound()),
                    _ => new EventWindow(Span(), null),
                };
                return new Condition.Events(Pattern(), window, _random.Next(5) == 0 ? null : Measure());
        }
    }

    private Measure Measure()
    {
        var kind = (MeasureKind)_random.Next(8);
        var areAges = kind is MeasureKind.Last or MeasureKind.First;
        var of = areAges || kind == MeasureKind.Count ? null : Any(Paths);
        ImmutableArray<Comparison> comparisons = [.. Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => NumberComparison(Bound))];
        return new Measure(kind, of, comparisons);

        decimal Bound() => areAges ? Any(Spans) : kind is MeasureKind.Count or MeasureKind.Distinct ? Any(0m, 1, 2, 3, 1.5m, -1) : Number();
    }

    private Comparison NumberComparison(Func<decimal> bound) => _random.Next(8) switch
    {
        0 => new Comparison.Is(new Scalar.Number(bound())),
        1 => new Comparison.IsNot(new Scalar.Number(bound())),
        2 => new Comparison.In([new Scalar.Number(bound()), new Scalar.Number(bound())]),
        3 => new Comparison.NotIn([new Scalar.Number(bound()), new Scalar.Number(bound())]),
        4 => new Comparison.AtLeast(bound()),
        5 => new Comparison.MoreThan(bound()),
        6 => new Comparison.AtMost(bound()),
        _ => new Comparison.LessThan(bound()),
    };

    private decimal Number() => Any(0m, 1, 2, 3, 100, 0.1m, -3, 9_999_999_999_999_999_999_999_999_999m, 0.0000000000000000000000000001m);

    private EventPattern Pattern() => new(Any(Names))
    {
        Where = [.. Enumerable.Range(0, _random.Next(4) / 2).Select(_ => new PropertyFilter(Any(Paths), Comparisons()))],
    };

    private ImmutableArray<Comparison> Comparisons() => [.. Enumerable.Range(0, 1 + _random.Next(4) / 3).Select(_ => Comparison())];

    private Comparison Comparison() => _random.Next(13) switch
    {
        0 => new Comparison.Is(Scalar()),
        1 => new Comparison.IsNot(Scalar()),
        2 => new Comparison.In([new Scalar.Text("A"), new Scalar.Text("")]),
        3 => new Comparison.NotIn([new Scalar.Text("A"), new Scalar.Text("时")]),
        4 => NumberComparison(Number),
        5 => new Comparison.Contains(Scalar()),
        6 => new Comparison.StartsWith(Any("A", "", "时")),
        7 => new Comparison.Exists(_random.Next(2) == 0),
        8 => new Comparison.Before(DateBound()),
        9 => new Comparison.After(DateBound()),
        10 or 11 => new Comparison.InNext(Span(), _random.Next(2) == 0),
        _ => new Comparison.InLast(Span(), _random.Next(2) == 0),
    };

    private Scalar Scalar() => _random.Next(4) switch
    {
        0 => new Scalar.Number(Number()),
        1 => new Scalar.Flag(_random.Next(2) == 0),
        _ => new Scalar.Text(Any("A", "B", "", "时雨")),
    };

    private DateValue DateBound()
    {
        Assert.True(DateValue.TryParse(DateText(), out var date));
        return date;
    }

    public Instant Time()
    {
        var at = Base + Duration.Hours(_random.Next(20 * 24 / 3) * 3);
        return _random.Next(6) == 0 ? new Instant(at.UnixMs + _random.Next(3) - 1) : at;
    }

    private string DateText()
    {
        var at = Time().ToDateTimeOffset();
        return _random.Next(5) switch
        {
            0 => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            1 => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
            2 => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'9Z'", CultureInfo.InvariantCulture),
            3 => at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
            _ => at.AddYears(Any(-30, -2, 1)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        };
    }

    private string Value() => _random.Next(14) switch
    {
        0 => "null",
        1 => Any("true", "false"),
        2 => Any("1", "2", "3", "100", "0.1", "-3", "1.0", "20e-1", "3E0"),
        3 => Any("9999999999999999999999999999", "99999999999999999999999999999", "1e400", "1e-28", "1e-29", "0e999"),
        4 => Any("[]", "[\"A\",1,true]", "[\"B\",[\"A\"]]"),
        5 => "{\"p\":1}",
        6 => Any("\"2026-02-29\"", "\"2024-02-29\"", "\"2026-03-05T24:00\"", "\"2026-3-5\"", "\"\\u0032026-03-05\""),
        7 or 8 or 9 => $"\"{DateText()}\"",
        10 => Any("\"\\u0041\"", "\"时雨\"", "\"\\u65f6雨\"", "\"\""),
        _ => Any("\"A\"", "\"B\"", "1", "2"),
    };

    private string Properties()
    {
        if (_random.Next(12) == 0) return "";
        var text = new StringBuilder("{");
        text.Append(CultureInfo.InvariantCulture, $"\"p\":{Value()},\"other\":{{\"p\":[1,{{}}]}},\"q\":{Value()}");
        if (_random.Next(2) == 0) text.Append(CultureInfo.InvariantCulture, $",\"n\":{{\"p\":{Value()},\"m\":{{\"q\":{Value()}}}}}");
        if (_random.Next(8) == 0) text.Append(CultureInfo.InvariantCulture, $",\"p\":{Value()},\"n\":{Value()}");
        return text.Append('}').ToString();
    }

    public EventFact Event(long arrival, Instant at)
    {
        var name = _random.Next(8) == 0 ? Any("contact.added", "contact.deleted_by_customer", "contact.deleted_by_member") : Any(Names);
        var properties = name.StartsWith("contact", StringComparison.Ordinal) ? Any("{\"member\":\"m1\"}", "{\"member\":\"m2\"}", "{\"member\":5}") : Properties();
        var attributes = _random.Next(3) == 0 ? $"{{\"{Any("x", "y")}\":{Value()},\"z\":{{\"p\":{Value()}}}}}" : "";
        return new EventFact
        {
            Id = $"e{arrival}",
            Name = name,
            OccurredAt = at,
            Arrival = arrival,
            Properties = Encoding.UTF8.GetBytes(properties),
            Attributes = Encoding.UTF8.GetBytes(attributes),
        };
    }
}
