using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Arbitration;

/// <summary>Steps and materials that a guardrail has stopped, and what people let go again: a fact in the log. Immutable.</summary>
/// <param name="Stops">By <see cref="OfStep"/> or <see cref="OfMaterial"/>.</param>
public sealed record GuardrailStops(ImmutableSortedDictionary<string, GuardrailStop> Stops)
{
    public static readonly GuardrailStops None = new(ImmutableSortedDictionary.Create<string, GuardrailStop>(StringComparer.Ordinal));

    public static string OfStep(string sop, string step) => $"step:{sop}/{step}";

    public static string OfMaterial(string material) => $"material:{material}";

    /// <summary>Whether a message does not go.</summary>
    public bool Holds(string sop, string step, string material) =>
        Stops.Count > 0 && (IsStopped(OfStep(sop, step)) || IsStopped(OfMaterial(material)));

    public bool IsStopped(string what) => Stops.TryGetValue(what, out var stop) && stop.ResumedAt is null;
}

/// <param name="Delivered">How many had received it when it was stopped.</param>
/// <param name="Deleted">How many of them had deleted the friendship.</param>
/// <param name="ResumedAt">When a person let it go again: only what is delivered from then on is watched. Null while it is stopped.</param>
public sealed record GuardrailStop(Instant StoppedAt, long Delivered, long Deleted, Instant? ResumedAt);
