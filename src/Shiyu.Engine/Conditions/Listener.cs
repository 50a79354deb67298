using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>
/// Everything that listens to one event name: which properties to find, which filters to try once each, and whom to feed.
/// </summary>
internal sealed class Listener
{
    private const int OnStackMax = 64;

    private readonly PropertyPlan _properties;
    private readonly List<FilterTest[]> _patterns;
    private readonly Dictionary<string, int> _patternOf;
    private readonly List<Feeding> _feedings;

    public Listener()
        : this(new(), [], new(StringComparer.Ordinal), [])
    {
    }

    private Listener(PropertyPlan properties, List<FilterTest[]> patterns, Dictionary<string, int> patternOf, List<Feeding> feedings) =>
        (_properties, _patterns, _patternOf, _feedings) = (properties, patterns, patternOf, feedings);

    public int PropertyOf(string path) => _properties.SlotOf(path);

    /// <summary>A pattern's place here; comparisons with now are left out, whoever has some must keep the event's dates.</summary>
    public int PatternOf(EventPattern pattern, ZoneTable zone)
    {
        var key = Keys.OfFilters(pattern.Where, withRelative: false);
        if (_patternOf.TryGetValue(key, out var index)) return index;
        index = _patterns.Count;
        _patternOf.Add(key, index);
        _patterns.Add(TestsOf(pattern, zone, comparison => !comparison.IsRelative));
        return index;
    }

    public FilterTest[] TestsOf(EventPattern pattern, ZoneTable zone, Func<Comparison, bool> take) =>
    [
        .. from filter in pattern.Where
           from comparison in filter.Comparisons
           where take(comparison)
           select new FilterTest(PropertyOf(filter.Path), comparison, zone),
    ];

    public void Feed(Accumulator accumulator, ImmutableArray<(int Pattern, int Element)> patterns) =>
        _feedings.Add(new Feeding(accumulator, patterns));

    /// <summary>The same, feeding only some; null where it feeds none of them.</summary>
    public Listener? FeedingOnly(IReadOnlySet<Accumulator> accumulators)
    {
        var feedings = _feedings.FindAll(feeding => accumulators.Contains(feeding.Accumulator));
        return feedings.Count == 0 ? null : new Listener(_properties, _patterns, _patternOf, feedings);
    }

    [SkipLocalsInit]
    public bool Absorb(AccumulatorStates states, EventFact fact, Instant now)
    {
        var json = fact.Properties.Span;
        var places = _properties.Count <= OnStackMax ? stackalloc Place[_properties.Count] : new Place[_properties.Count];
        _properties.Find(json, places);
        var matches = _patterns.Count <= OnStackMax ? stackalloc bool[_patterns.Count] : new bool[_patterns.Count];
        for (var i = 0; i < matches.Length; i++) matches[i] = FilterTest.AllHold(_patterns[i], json, places, now);

        var at = new Moment(fact.OccurredAt, fact.Arrival);
        var changed = false;
        foreach (var feeding in _feedings)
        {
            ulong elements = 0;
            foreach (var (pattern, element) in feeding.Patterns)
            {
                if (matches[pattern]) elements |= 1UL << element;
            }
            if (elements == 0) continue;
            var matched = new MatchedEvent { At = at, Now = now, Elements = elements, Json = json, Places = places };
            var cell = states.CellOf(feeding.Accumulator.Index);
            changed |= feeding.Accumulator.Absorb(ref cell, matched);
        }
        return changed;
    }

    /// <summary>Whether one event matches one pattern, comparisons with now included.</summary>
    public bool Matches(FilterTest[] tests, EventFact fact, Instant now)
    {
        var json = fact.Properties.Span;
        var places = _properties.Count <= OnStackMax ? stackalloc Place[_properties.Count] : new Place[_properties.Count];
        _properties.Find(json, places);
        return FilterTest.AllHold(tests, json, places, now);
    }

    private sealed record Feeding(Accumulator Accumulator, ImmutableArray<(int Pattern, int Element)> Patterns);
}

/// <summary>One comparison of one property of an event.</summary>
internal sealed class FilterTest(int property, Comparison comparison, ZoneTable zone)
{
    public static bool AllHold(FilterTest[] tests, ReadOnlySpan<byte> json, ReadOnlySpan<Place> places, Instant now)
    {
        foreach (var test in tests)
        {
            if (!test.Holds(json, places, now)) return false;
        }
        return true;
    }

    private bool Holds(ReadOnlySpan<byte> json, ReadOnlySpan<Place> places, Instant now) =>
        comparison.Holds(places[property].In(json), now, zone);
}
