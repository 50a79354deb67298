namespace Shiyu.Runtime.Time;

/// <summary>
/// Business time: what events, conditions, SOPs, quotas and quiet hours go by. In production it is wall time; a demo runs it faster.
/// Wall time (HTTP time-outs, tokens, sign-in sessions) is a plain <see cref="TimeProvider"/> and the two are never mixed.
/// </summary>
public sealed class BusinessClock : TimeProvider
{
    private readonly TimeProvider _wall;
    private readonly long _startedAt;
    private readonly bool _followsWall;
    private long _latestTicks;

    /// <param name="epoch">Business time at this moment.</param>
    /// <param name="rate">Business seconds per wall second, above 0; 1440 is a day a minute.</param>
    public BusinessClock(TimeProvider wall, DateTimeOffset epoch, double rate)
        : this(wall, epoch, rate, followsWall: false)
    {
    }

    private BusinessClock(TimeProvider wall, DateTimeOffset epoch, double rate, bool followsWall)
    {
        if (!(rate > 0) || double.IsInfinity(rate))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Use a rate above 0.");
        _wall = wall;
        Epoch = epoch;
        Rate = rate;
        _startedAt = wall.GetTimestamp();
        _followsWall = followsWall;
        _latestTicks = epoch.UtcTicks;
    }

    /// <summary>
    /// Business time that is wall time, also after the wall's clock was set or the machine slept; but it never goes back. Where the wall
    /// is behind (it was set back, or the log was written by a clock that ran ahead), it stands still until the wall has caught up: going on from there
    /// would keep it ahead for good.
    /// </summary>
    /// <param name="notBefore">The last decision in the log; null when there is none.</param>
    public static BusinessClock Real(TimeProvider wall, DateTimeOffset? notBefore = null)
    {
        var now = wall.GetUtcNow();
        return new(wall, notBefore > now ? notBefore.Value : now, 1, followsWall: true);
    }

    /// <summary>Business time when it was made.</summary>
    public DateTimeOffset Epoch { get; }

    public double Rate { get; }

    public override DateTimeOffset GetUtcNow() =>
        _followsWall ? Latest(_wall.GetUtcNow().UtcTicks) : Epoch + TimeSpan.FromTicks((long)(_wall.GetElapsedTime(_startedAt).Ticks * Rate));

    /// <summary>How long to wait on the wall until that much business time has passed.</summary>
    public TimeSpan OnTheWall(TimeSpan business) => TimeSpan.FromTicks((long)Math.Ceiling(business.Ticks / Rate));

    /// <summary>Timers count business time.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new BusinessTimer(this, _wall.CreateTimer(callback, state, Scale(dueTime), Scale(period)));

    private DateTimeOffset Latest(long ticks)
    {
        while (Volatile.Read(ref _latestTicks) is var latest)
        {
            if (ticks <= latest) return new DateTimeOffset(latest, TimeSpan.Zero);
            if (Interlocked.CompareExchange(ref _latestTicks, ticks, latest) == latest) break;
        }
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    private TimeSpan Scale(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : OnTheWall(time);

    private sealed class BusinessTimer(BusinessClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Scale(dueTime), clock.Scale(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
