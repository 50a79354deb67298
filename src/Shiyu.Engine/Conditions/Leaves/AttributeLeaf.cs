using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Leaves;

internal sealed class AttributeLeaf : Leaf
{
    private readonly AttributePath _path;
    private readonly ImmutableArray<Comparison> _comparisons;
    private readonly bool _isRelative;
    private readonly bool _isYearly;

    public AttributeLeaf(string name, ImmutableArray<Comparison> comparisons)
    {
        _path = new AttributePath(name);
        _comparisons = comparisons;
        _isRelative = comparisons.Any(comparison => comparison.IsRelative);
        _isYearly = comparisons.Any(comparison => comparison.IsYearly);
    }

    /// <summary>The attribute that a dotted name looks into; null for a plain name.</summary>
    public string? Root => _path.Root;

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

    private JsonValue Value(Asking asking) => _path.In(asking.Attributes);
}
