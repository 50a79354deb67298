using Shiyu.Engine;
using Shiyu.Runtime.Stepping;
using Shiyu.Runtime.Time;
using Shiyu.Store;

namespace Shiyu.Runtime;

public sealed record RuntimeOptions
{
    /// <summary>The <c>--data</c> folder; made when absent.</summary>
    public required string DataFolder { get; init; }

    /// <summary>
    /// Makes business time once the store is open. The argument is the last decision instant in the log (null in a fresh folder): the clock must not
    /// start before it.
    /// </summary>
    public required Func<DateTimeOffset?, BusinessClock> Clock { get; init; }

    public TimeProvider Wall { get; init; } = TimeProvider.System;

    /// <summary>Told what the store cannot do behind its commits; nothing is lost by it.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>
    /// Events waiting to be written or folded before intake answers busy; one of several KiB counts as several, so that this is about the KiB
    /// that they may take. 1,000 to 10,000,000; default 200,000.
    /// </summary>
    public int IntakeQueueMax { get; init; } = 200_000;

    /// <summary>Facts after which changed states are written at the latest (they are written every 30 s, too): bounds the refold after a crash. Default 500,000.</summary>
    public long CheckpointEveryFacts { get; init; } = 500_000;

    /// <summary>How near a publication has to have read the history to the log's end before it goes live; see <see cref="Backfilling.BackfillJob"/>.</summary>
    internal int BackfillNearRows { get; init; } = 2_000;

    /// <summary>Told of each customer's decisions as the fold takes them, on its thread: what a rehearsal is held against.</summary>
    internal Action<string, IReadOnlyList<Effect>>? Decided { get; init; }

    /// <summary>Opens another store than the one in the data folder; null for that one.</summary>
    internal Func<IStore>? OpenStore { get; init; }

    /// <summary>Who gives the writer and the fold their turns; null: each has a thread of its own.</summary>
    internal IStepper? Stepper { get; init; }
}
