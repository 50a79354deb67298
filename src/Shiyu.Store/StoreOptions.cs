namespace Shiyu.Store;

/// <summary>What a store needs to open.</summary>
public sealed record StoreOptions
{
    /// <summary>The data folder (<c>--data</c>). Made when missing; one server at a time holds it.</summary>
    public required string Folder { get; init; }

    /// <summary>
    /// The event id's 128-bit hash of a log row, or null when the row is no event. Ids are rebuilt with it from the log's tail when the
    /// store opens, so it must give what <see cref="IEventIds.Add"/> was given.
    /// </summary>
    public required Func<LogRow, UInt128?> EventIdOf { get; init; }

    /// <summary>Dates the lock file and the schema's versions. Nothing that is decided depends on it.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How many event ids are kept in memory before they are sealed into a file; they are read from the log again at a restart.</summary>
    /// <value>16 to 100,000,000; default 1,000,000 (32 MB, and about a second of reading at a restart).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int EventIdsInMemory
    {
        get;
        init => field = value is >= 16 and <= 100_000_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(EventIdsInMemory), value, "Use 16 to 100,000,000.");
    } = 1_000_000;

    /// <summary>How many pages (of 4 KiB) commits write before they are moved from the write-ahead log into the database.</summary>
    /// <value>8 to 1,000,000; default 8,000.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside that range.</exception>
    public int PagesBeforeCheckpoint
    {
        get;
        init => field = value is >= 8 and <= 1_000_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(PagesBeforeCheckpoint), value, "Use 8 to 1,000,000.");
    } = 8_000;

    /// <summary>
    /// Told, after a commit, what the store can no longer do behind the commits, once until it can again: nothing is lost by it, but files grow
    /// until somebody looks.
    /// </summary>
    public Action<string>? Warn { get; init; }
}
