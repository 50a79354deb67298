namespace Shiyu.Simulation.Tests.Machine;

/// <summary>
/// The clock of the machine as one process of ours sees it. It may be set; its timers count true time and do not notice that. Loops that only look
/// round now and then do not drive the simulation: their timers fire late, as on a machine that is busy.
/// </summary>
internal sealed class Wall(WorldClock clock, Func<TimeSpan> ahead) : TimeProvider
{
    private static readonly HashSet<TimeSpan> s_lazy =
        [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)];

    private readonly List<SimTimer> _timers = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => clock.Now + ahead();

    public override long GetTimestamp() => clock.Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>The next instant at which a timer that drives the simulation fires.</summary>
    public DateTimeOffset? NextAt => _timers.Where(timer => !timer.IsLazy).Select(timer => (DateTimeOffset?)timer.DueAt).Min();

    /// <summary>Fires the earliest timer whose time has come.</summary>
    public bool FireOne()
    {
        if (_timers.Where(timer => timer.DueAt <= clock.Now).MinBy(timer => timer.DueAt) is not { } due) return false;
        due.Fire();
        return true;
    }

    /// <summary>The process is gone, and its timers with it.</summary>
    public void Forget() => _timers.Clear();

    private sealed class SimTimer(Wall owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset DueAt { get; private set; }

        public bool IsLazy { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            owner._timers.Remove(this);
            _period = period;
            if (dueTime == Timeout.InfiniteTimeSpan) return true;
            (DueAt, IsLazy) = (owner.UtcTrue + dueTime, s_lazy.Contains(dueTime));
            owner._timers.Add(this);
            return true;
        }

        public void Fire()
        {
            owner._timers.Remove(this);
            if (_period > TimeSpan.Zero) Change(_period, _period);
            callback(state);
        }

        public void Dispose() => owner._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private DateTimeOffset UtcTrue => clock.Now;
}
