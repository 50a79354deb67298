namespace Shiyu.Sandbox.Town;

/// <summary>What will happen, in business time; things of one instant keep the order in which they were planned.</summary>
internal sealed class Agenda
{
    private readonly PriorityQueue<Action<DateTimeOffset>, (long Ticks, long Number)> _queue = new();
    private long _number;

    public DateTimeOffset? NextDue => _queue.TryPeek(out _, out var due) ? new DateTimeOffset(due.Ticks, TimeSpan.Zero) : null;

    public int Count => _queue.Count;

    public void Plan(DateTimeOffset at, Action<DateTimeOffset> act) => _queue.Enqueue(act, (at.UtcTicks, ++_number));

    /// <summary>Takes the next act that is due by then.</summary>
    public bool TryTake(DateTimeOffset now, out DateTimeOffset at, out Action<DateTimeOffset> act)
    {
        if (_queue.TryPeek(out act!, out var due) && due.Ticks <= now.UtcTicks)
        {
            at = new DateTimeOffset(due.Ticks, TimeSpan.Zero);
            _queue.Dequeue();
            return true;
        }
        at = default;
        return false;
    }
}
