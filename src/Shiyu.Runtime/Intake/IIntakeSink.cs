using System.Collections.Immutable;

namespace Shiyu.Runtime.Intake;

/// <summary>All that the intake's endpoints need of the runtime. Thread-safe.</summary>
public interface IIntakeSink
{
    /// <summary>Makes events durable; completes after the commit. Throws <see cref="IntakeBusyException"/> when the queue is full.</summary>
    Task<IntakeResult> AcceptAsync(IntakeBatch batch);

    /// <summary>Keeps why items were not taken; completes when the count is durable.</summary>
    Task RejectAsync(IReadOnlyList<RejectedItem> items);

    /// <summary>Whether some customer goes by that identity.</summary>
    bool Knows(Identity identity);

    /// <summary>Source name → our dotted name, as the definitions in force say. The same object as long as they stay in force.</summary>
    ImmutableSortedDictionary<string, string> EventNames { get; }

    /// <summary>Business time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Unix ms of a wall-clock time in the workspace's zone; a skipped time moves forward by the gap, of a doubled one the first counts.</summary>
    /// <param name="localMs">Milliseconds since 1970-01-01T00:00 on that wall clock.</param>
    long FromLocalMs(long localMs);
}
