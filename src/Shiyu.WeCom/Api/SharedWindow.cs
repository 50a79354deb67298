namespace Shiyu.WeCom.Api;

/// <summary>WeCom's limits for one source address over all APIs: 20,000 calls a minute and 600,000 an hour.</summary>
internal sealed class SharedWindow
{
    private readonly Lock _lock = new();
    private readonly SlidingWindow _minute = new(20_000, TimeSpan.FromMinutes(1));
    private readonly SlidingWindow _hour = new(600_000, TimeSpan.FromHours(1));

    /// <summary>Counts a call if it fits; otherwise says how long to wait.</summary>
    public TimeSpan TryCount(DateTimeOffset now)
    {
        lock (_lock)
        {
            var wait = _minute.WaitAt(now);
            if (wait == TimeSpan.Zero) wait = _hour.WaitAt(now);
            if (wait > TimeSpan.Zero) return wait;
            _minute.Count(now);
            _hour.Count(now);
            return TimeSpan.Zero;
        }
    }
}
