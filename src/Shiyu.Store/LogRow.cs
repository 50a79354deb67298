namespace Shiyu.Store;

/// <summary>One fact of the log: eight columns.</summary>
/// <param name="Position">Dense, from 1; assigned by the writer.</param>
/// <param name="Shard">Computed from the customer id; 0 for facts of the workspace as a whole.</param>
/// <param name="Customer">The customer it belongs to; 0 for facts of the workspace as a whole (definitions).</param>
/// <param name="Previous">The position of the same customer's row before this one; 0 for the first. A history is read along this chain.</param>
/// <param name="OccurredAtMs">Unix ms, business time.</param>
/// <param name="DecidedAtMs">Unix ms, business time: max(last, now) when it was received; monotone along the log.</param>
/// <param name="Body">What it says: a small header and the payload's received UTF-8 bytes.</param>
public readonly record struct LogRow(
    long Position, short Shard, int Workspace, long Customer, long Previous, long OccurredAtMs, long DecidedAtMs,
    ReadOnlyMemory<byte> Body);
