namespace Shiyu.Store;

/// <summary>Everything that one transaction writes. Reused by the writer: <see cref="Clear"/> after each commit.</summary>
public sealed class Commit
{
    /// <summary>Appended in order; the first position is <see cref="IStore.LastPosition"/> + 1.</summary>
    public List<LogRow> Rows { get; } = [];

    /// <summary>New identities, and known ones that now belong to another customer (after a merge).</summary>
    public List<StoredIdentity> Identities { get; } = [];

    public List<Delivery> NewDeliveries { get; } = [];

    /// <summary>Whole new values of known deliveries, by <see cref="Delivery.Sequence"/>.</summary>
    public List<Delivery> ChangedDeliveries { get; } = [];

    public List<CounterDelta> Counters { get; } = [];

    /// <summary>A part of a checkpoint; the writer passes them in key order.</summary>
    public List<StoredState> States { get; } = [];

    /// <summary>Puts, or with a null value deletes.</summary>
    public List<Document> Documents { get; } = [];

    public FoldCursor? Cursor { get; set; }

    public bool IsEmpty =>
        Rows.Count + Identities.Count + NewDeliveries.Count + ChangedDeliveries.Count + Counters.Count + States.Count + Documents.Count == 0
        && Cursor is null;

    public void Clear()
    {
        Rows.Clear();
        Identities.Clear();
        NewDeliveries.Clear();
        ChangedDeliveries.Clear();
        Counters.Clear();
        States.Clear();
        Documents.Clear();
        Cursor = null;
    }
}

/// <summary>How far the fold's outputs (deliveries, counters) are durable, and from where states must be refolded after a crash.</summary>
/// <param name="Position">Every fact up to here has its deliveries and counters written.</param>
/// <param name="ClockMs">Every wake-up before this instant (Unix ms, business time) has, too.</param>
/// <param name="CheckpointPosition">Every customer's stored state includes at least the facts up to here.</param>
public readonly record struct FoldCursor(int Workspace, long Position, long ClockMs, long CheckpointPosition);

/// <param name="Kind">The identity kind's number, see the intake.</param>
public readonly record struct StoredIdentity(int Workspace, byte Kind, string Value, long Customer);

/// <summary>A customer's state as of one position of the log.</summary>
/// <param name="FoldedThrough">The position of the newest fact in it.</param>
public readonly record struct StoredState(
    short Shard, int Workspace, long Customer, long FoldedThrough, ReadOnlyMemory<byte> Body);

/// <summary>Adds to a durable count.</summary>
public readonly record struct CounterDelta(int Workspace, string Name, long Delta);

public readonly record struct Counter(string Name, long Value);

/// <summary>A small record of low traffic (settings, callbacks to work through, WeCom tasks), kept as bytes under a key.</summary>
/// <param name="Value">Null deletes.</param>
public readonly record struct Document(int Workspace, string Collection, string Key, byte[]? Value);
