using System.Diagnostics;

namespace Shiyu.WeCom.Tests.Fakes;

/// <summary>Wall time that stands still until a test moves it; timers fire when it passes them.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];

    /// <summary>Really: far longer than anything here takes on a quiet machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private DateTimeOffset _now = new(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now.ToUniversalTime();
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        DateTimeOffset until;
        lock (_lock) until = _now + by;
        while (true)
        {
            Timer? next;
            lock (_lock)
            {
                next = _timers.Where(timer => timer.DueAt <= until).MinBy(timer => timer.DueAt);
                _now = next is null || next.DueAt < _now ? (next is null ? until : _now) : next.DueAt;
                if (next is not null) _timers.Remove(next);
            }
            if (next is null) return;
            next.Fire();
        }
    }

    /// <summary>
    /// Runs a task that waits on this clock: whenever nothing but the clock can move it on, the nearest timer within <paramref name="reach"/> fires.
    /// A real request takes no time here: while one is under way, and that its time-out is running tells, the clock stands still.
    /// </summary>
    /// <param name="timeout">The length of a request's time-out; no other timer has it.</param>
    public async Task<T> DriveAsync<T>(Task<T> task, TimeSpan reach, TimeSpan timeout)
    {
        var real = Stopwatch.StartNew();
        while (!task.IsCompleted)
        {
            Assert.True(real.Elapsed < Patience, "The task waits for something that does not come.");
            await Task.WhenAny(task, Task.Delay(1, TestContext.Current.CancellationToken));
            TimeSpan? due = null;
            lock (_lock)
            {
                if (!_timers.Any(timer => timer.Length == timeout))
                    due = _timers.Select(timer => (TimeSpan?)(timer.DueAt - _now)).Where(left => left <= reach).Min();
            }
            if (due is { } left) Advance(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
        return await task;
    }

    public async Task DriveAsync(Task task, TimeSpan reach, TimeSpan timeout) => await DriveAsync(AsValue(task), reach, timeout);

    /// <summary>Waits (really) until something asks this clock for a timer of about that length.</summary>
    public async Task UntilTimerAsync(Func<TimeSpan, bool> fits)
    {
        for (var real = Stopwatch.StartNew(); real.Elapsed < Patience;)
        {
            lock (_lock)
            {
                if (_timers.Any(timer => fits(timer.DueAt - _now))) return;
            }
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        Assert.Fail("No such timer was asked for.");
    }

    private static async Task<bool> AsValue(Task task)
    {
        await task;
        return true;
    }

    private sealed class Timer(ManualTime owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset DueAt { get; private set; }

        /// <summary>As it was asked for.</summary>
        public TimeSpan Length { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._lock)
            {
                owner._timers.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                (DueAt, Length) = (owner._now + dueTime, dueTime);
                owner._timers.Add(this);
                return true;
            }
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero) Change(_period, _period);
            callback(state);
        }

        public void Dispose()
        {
            lock (owner._lock) owner._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
