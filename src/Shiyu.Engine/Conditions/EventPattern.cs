using System.Collections.Immutable;

namespace Shiyu.Engine.Conditions;

/// <summary>An event by name, filtered by its properties.</summary>
public sealed record EventPattern(string Name)
{
    /// <summary>All must hold.</summary>
    public ImmutableArray<PropertyFilter> Where { get; init; } = [];
}

/// <param name="Path">The property's name; a dot goes one level down.</param>
public sealed record PropertyFilter(string Path, ImmutableArray<Comparison> Comparisons);
