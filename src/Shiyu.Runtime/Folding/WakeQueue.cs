namespace Shiyu.Runtime.Folding;

/// <summary>
/// Who wakes up next. A customer stands in it at most once per earlier promise: it is queued again only when its next wake-up comes before the
/// queued one, and looked at afresh when its turn comes.
/// </summary>
internal sealed class WakeQueue
{
    private readonly PriorityQueue<CustomerRecord, (long DueMs, long Customer)> _queue = new();

    /// <summary>The earliest queued instant; null when the queue is empty. It may turn out to be early.</summary>
    public long? NextMs => _queue.TryPeek(out _, out var key) ? key.DueMs : null;

    /// <summary>Notes a customer's next wake-up after a fold.</summary>
    public void Note(CustomerRecord record)
    {
        if (record.State?.NextWakeUp is not { } due || due.UnixMs >= record.QueuedAtMs) return;
        record.QueuedAtMs = due.UnixMs;
        _queue.Enqueue(record, (due.UnixMs, record.Id));
    }

    /// <summary>The next customer whose turn has come by <paramref name="limitMs"/>; null when there is none.</summary>
    public CustomerRecord? Take(long limitMs)
    {
        while (_queue.TryPeek(out var record, out var key) && key.DueMs <= limitMs)
        {
            _queue.Dequeue();
            if (key.DueMs != record.QueuedAtMs) continue;
            record.QueuedAtMs = long.MaxValue;
            if (!record.IsLive) continue;
            if (record.State!.NextWakeUp is { } due && due.UnixMs <= limitMs) return record;
            Note(record);
        }
        return null;
    }
}
