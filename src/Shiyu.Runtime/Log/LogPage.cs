namespace Shiyu.Runtime.Log;

/// <summary>A stretch of the log, reduced to what a follower asked for.</summary>
/// <param name="Through">The position read up to; the next page begins after it.</param>
/// <param name="Facts">In order of the log.</param>
public sealed record LogPage(long Through, IReadOnlyList<FollowedFact> Facts);

/// <summary>One fact, for whoever follows the log beside the engine.</summary>
/// <param name="Customer">The customer in whose chain it stands.</param>
public abstract record FollowedFact(long Position, long Customer)
{
    /// <param name="OccurredAtMs">Unix ms, business time.</param>
    /// <param name="Properties">A UTF-8 JSON object, or empty.</param>
    public sealed record Event(long Position, long Customer, string Name, long OccurredAtMs, ReadOnlyMemory<byte> Properties) : FollowedFact(Position, Customer);

    /// <summary>From here on what <paramref name="Loser"/> did belongs to the customer.</summary>
    public sealed record Merge(long Position, long Customer, long Loser) : FollowedFact(Position, Customer);
}
