namespace Shiyu.Store;

/// <summary>
/// Where everything durable lives: the log, identities, states, deliveries, counters, documents. One writer thread calls
/// <see cref="Commit"/>; any thread reads through its own <see cref="IStoreReader"/>. Each commit is atomic and durable when the call returns
/// (it survives kill -9 and power loss), and a reader of the log never skips a row that commits late.
/// </summary>
public interface IStore : IDisposable
{
    /// <summary>The position of the newest committed log row; 0 when the log is empty. Positions are dense: 1, 2, 3 …</summary>
    long LastPosition { get; }

    /// <summary>The event ids of at least the last 30 days of received time, exact across restarts.</summary>
    IEventIds EventIds { get; }

    /// <summary>
    /// Writes everything in the commit in one transaction. Called by one thread only. Throws <see cref="StoreException"/> when nothing was
    /// written; event ids added since the commit before are then forgotten again, since their rows are not in the log.
    /// </summary>
    void Commit(Commit commit);

    /// <summary>A reader with its own read-only connection. Each method reads one consistent snapshot and keeps it no longer than its enumeration.</summary>
    IStoreReader OpenReader();
}

/// <summary>The store could not be opened, read or written; the message says which file and why.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Recognises a repeated delivery by a 128-bit hash of (workspace, write source, event id). Used by the writer thread only.</summary>
public interface IEventIds
{
    /// <summary>Remembers the id unless it is known. It becomes durable with the log row of the next commit, from whose tail it is rebuilt.</summary>
    /// <param name="receivedAtMs">Unix ms; ids may be forgotten 30 days after it.</param>
    /// <returns>False when the id was known: the event is a repeat.</returns>
    bool Add(UInt128 key, long receivedAtMs);

    bool Contains(UInt128 key);
}

public interface IStoreReader : IDisposable
{
    /// <summary>The position of the newest row that can be read now; 0 when the log is empty.</summary>
    long LastPosition();

    /// <summary>One log row by position; null when there is none.</summary>
    LogRow? Row(long position);

    /// <summary>Log rows with <c>after &lt; position &lt;= through</c>, in order. Bodies are valid until the next row is read.</summary>
    IEnumerable<LogRow> Rows(long after, long through);

    FoldCursor? Cursor(int workspace);

    IEnumerable<StoredIdentity> Identities(int workspace);

    IEnumerable<StoredState> States(int workspace);

    StoredState? State(int workspace, short shard, long customer);

    IEnumerable<Counter> Counters(int workspace);

    /// <summary>Deliveries that match, newest first; oldest first where the query says after which.</summary>
    IReadOnlyList<Delivery> Deliveries(int workspace, DeliveryQuery query);

    /// <summary>One delivery by its sequence; null when there is none.</summary>
    Delivery? Delivery(int workspace, long sequence);

    /// <summary>A delivery that is no message, by its id; null when there is none.</summary>
    Delivery? Act(int workspace, UInt128 id);

    /// <summary>The highest delivery sequence; 0 when there is none.</summary>
    long LastDeliverySequence(int workspace);

    byte[]? Document(int workspace, string collection, string key);

    /// <summary>Documents of a collection with <c>key &gt; after</c>, by key (ordinal), at most <paramref name="limit"/>.</summary>
    IReadOnlyList<Document> Documents(int workspace, string collection, string after, int limit);
}
