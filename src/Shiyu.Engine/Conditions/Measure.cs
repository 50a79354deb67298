using System.Collections.Immutable;

namespace Shiyu.Engine.Conditions;

/// <summary>What is measured over the matching events, and how it compares.</summary>
/// <param name="Of">The property measured; null for <c>count</c>, <c>last</c> and <c>first</c>.</param>
/// <param name="Comparisons">Numbers; for <c>last</c> and <c>first</c> ages in milliseconds.</param>
public sealed record Measure(MeasureKind Kind, string? Of, ImmutableArray<Comparison> Comparisons);

public enum MeasureKind : byte { Count, Sum, Max, Min, Avg, Distinct, Last, First }
