using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Leaves;

internal sealed class AttributeLeaf : Leaf
{
    private readonly string _name;
    private readonly ImmutableArray<Comparison> _comparisons;
    private readonly bool _isRelative;
    private readonly bool _isYearly;
    private readonly (string Root, PropertyPlan Below)? _nested;

    public AttributeLeaf(string name, ImmutableArray<Comparison> comparisons)
    {
        _name = name;
        _comparisons = comparisons;
        _isRelative = comparisons.Any(comparison => comparison.IsRelative);
        _isYearly = comparisons.Any(comparison => comparison.IsYearly);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || dot == name.Length - 1) return;
        var below = new PropertyPlan();
        below.SlotOf(name[(dot + 1)..]);
        _nested = (name[..dot], below);
    }

    /// <summary>The attribute that a dotted name looks into; null for a plain name.</summary>
    public string? Root => _nested?.Root;

    public override bool IsTrue(Asking asking)
    {
        var value = Value(asking);
        foreach (var comparison in _comparisons)
        {
            if (!comparison.Holds(value, asking.Now, asking.Zone)) return false;
        }
        return true;
    }

    public override long NextFlip(Asking asking)
    {
        if (!_isRelative || !Value(asking).TryDate(out var date)) return Never;
        var boundaries = new List<long>();
        foreach (var comparison in _comparisons)
        {
            if (comparison.IsRelative) comparison.AddBoundaries(date, asking.Now, LastSingle(date, asking), asking.Zone, boundaries);
        }
        return FirstFlipAmong(boundaries, asking);
    }

    public override long? PeriodicFrom(Asking asking) =>
        _isYearly && Value(asking).TryDate(out var date) ? LastSingle(date, asking) : null;

    private long LastSingle(DateValue date, Asking asking)
    {
        long last = 0;
        foreach (var comparison in _comparisons) last = Math.Max(last, comparison.LastSingleBoundary(date, asking.Zone));
        return last;
    }

    private JsonValue Value(Asking asking)
    {
        if (asking.Attributes.TryGet(_name, out var json)) return JsonValue.Parse(json);
        if (_nested is not { } nested || !asking.Attributes.TryGet(nested.Root, out json)) return default;
        Span<Place> place = stackalloc Place[1];
        nested.Below.Find(json, place);
        return place[0].In(json);
    }
}
