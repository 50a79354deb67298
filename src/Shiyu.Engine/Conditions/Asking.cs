using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>
/// What a condition may read besides its accumulators. One instance is reused for a whole fold; <see cref="Now"/> moves.
/// </summary>
public sealed class Asking
{
    public required ZoneTable Zone { get; init; }
    public Instant Now { get; set; }

    /// <summary>The customer's accumulators.</summary>
    public AccumulatorStates Accumulators { get; set; } = null!;

    /// <summary>Those of one run (its goal or exit); null elsewhere.</summary>
    public AccumulatorStates? RunAccumulators { get; set; }

    public AttributeTable Attributes { get; set; } = null!;
    public ContactTable Contacts { get; set; } = null!;
    public ITagView Tags { get; set; } = null!;
}

/// <summary>The tags as they stand.</summary>
public interface ITagView
{
    /// <summary>Since when the customer has the tag without a break; null when it is not held.</summary>
    Instant? HeldSince(TagName tag);
}
