using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tagging;

/// <summary>A tag that is held, since when and why.</summary>
internal readonly record struct HeldEntry(int Tag, Instant Since, Cause Cause);

/// <summary>A hold that stands although its condition may be false: until that instant, or for ever with <see cref="Instant.Max"/>.</summary>
internal readonly record struct HoldEntry(int Tag, Instant Until);

/// <summary>
/// When a tag without a rule was last set and last unset by hand. Both are kept, so that a late setting finds its place in time.
/// </summary>
internal readonly record struct HandEntry(int Tag, HandTime? Set, HandTime? Unset);

/// <param name="Order">Tells apart two acts of steps within one moment: the later decided is the larger.</param>
internal readonly record struct HandTime(Moment At, long Order) : IComparable<HandTime>
{
    public int CompareTo(HandTime other)
    {
        var byMoment = At.CompareTo(other.At);
        return byMoment != 0 ? byMoment : Order.CompareTo(other.Order);
    }
}
