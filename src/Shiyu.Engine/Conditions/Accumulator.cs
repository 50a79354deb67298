using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>Folds matching events into one value per customer. Immutable itself once everything is compiled; the values are cells.</summary>
internal abstract class Accumulator
{
    /// <summary>Its place in the set.</summary>
    public int Index { get; set; }

    /// <summary>How much of what came it keeps; one that keeps more cannot go on with the values of one that kept less.</summary>
    public virtual int Keeps => 0;

    /// <summary>How its values are laid out; to one of equal key in another set they say the same only where this is equal, too.</summary>
    public virtual string Layout => "";

    /// <summary>Takes an event, late or not. The cell may be empty.</summary>
    /// <returns>Whether the cell changed.</returns>
    public abstract bool Absorb(ref AccumulatorCell cell, in MatchedEvent matched);

    public abstract void Write(ReadOnlySpan<long> words, ref StateWriter writer);

    /// <param name="cell">Empty; filled.</param>
    public abstract void Read(ref AccumulatorCell cell, ref StateReader reader);
}

/// <summary>An event that matched at least one of an accumulator's patterns.</summary>
internal readonly ref struct MatchedEvent
{
    public required Moment At { get; init; }
    public required Instant Now { get; init; }

    /// <summary>Which of the accumulator's patterns it matched, one bit each.</summary>
    public required ulong Elements { get; init; }

    public required ReadOnlySpan<byte> Json { get; init; }
    public required ReadOnlySpan<Place> Places { get; init; }

    public JsonValue Property(int slot) => Places[slot].In(Json);
}
