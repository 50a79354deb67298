namespace Shiyu.Runtime.Time;

/// <summary>
/// Stamps facts with their decision time, max(last, now), and tells the fold up to which instant wake-ups may be taken: a wake-up is never
/// taken past a fact that is stamped but not yet folded, and no fact is ever stamped at or before a wake-up that was taken.
/// Then folding the log again takes facts and wake-ups in the very same order.
/// </summary>
internal sealed class DecisionClock(TimeProvider business, long lastMs)
{
    private readonly Lock _lock = new();
    private long _last = lastMs;
    private long? _inFlight;

    public long LastMs
    {
        get { lock (_lock) return _last; }
    }

    /// <summary>The decision time of the facts that the writer is about to write.</summary>
    public long Stamp()
    {
        lock (_lock)
        {
            _last = Math.Max(_last, business.GetUtcNow().ToUnixTimeMilliseconds());
            _inFlight = _last;
            return _last;
        }
    }

    /// <summary>Hands stamped facts over to the fold. <paramref name="enqueue"/> runs inside, so that the fold sees them before the clock moves on.</summary>
    public void HandOver(Action enqueue)
    {
        lock (_lock)
        {
            enqueue();
            _inFlight = null;
        }
    }

    /// <summary>
    /// The last instant whose wake-ups may be taken now; null while handed-over facts wait to be folded (<paramref name="waiting"/>), which come first.
    /// </summary>
    public long? WakeLimit(Func<bool> waiting)
    {
        lock (_lock)
        {
            if (waiting()) return null;
            if (_inFlight is { } stamped) return stamped - 1;
            _last = Math.Max(_last, business.GetUtcNow().ToUnixTimeMilliseconds());
            return _last - 1;
        }
    }
}
