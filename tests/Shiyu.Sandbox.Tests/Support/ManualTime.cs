using System.Diagnostics;

namespace Shiyu.Sandbox.Tests.Support;

/// <summary>Wall time that stands still until a test moves it; timers fire while it is moved.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly SemaphoreSlim _made = new(0);
    private DateTimeOffset _now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        _made.Release();
        return timer;
    }

    /// <summary>Waits until the program under test has set one more timer than were waited for so far.</summary>
    public async Task TimerSetAsync() => Assert.True(await _made.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));

    /// <summary>Waits (really) until the program under test waits on this clock for exactly so long.</summary>
    public async Task WaitedForAsync(TimeSpan length)
    {
        var real = Stopwatch.StartNew();
        while (true)
        {
            lock (_gate)
            {
                if (_timers.Any(timer => timer.Due - _now == length))
                    return;
            }
            Assert.True(real.Elapsed < TimeSpan.FromMinutes(2), $"Nothing waits for {length}.");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (_gate)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            foreach (var timer in due)
                _timers.Remove(timer);
        }
        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                }
            }
            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
