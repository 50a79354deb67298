namespace Shiyu.Runtime.Time;

/// <summary>
/// Business time: what events, conditions, SOPs, quotas and quiet hours go by. In production it is wall time; a demo runs it faster.
/// Wall time (HTTP time-outs, tokens, sign-in sessions) is a plain <see cref="TimeProvider"/> and the two are never mixed.
/// </summary>
public sealed class BusinessClock : TimeProvider
{
    private readonly TimeProvider _wall;
    private readonly long _startedAt;

    /// <param name="epoch">Business time at this moment.</param>
    /// <param name="rate">Business seconds per wall second, above 0; 1440 is a day a minute.</param>
    public BusinessClock(TimeProvider wall, DateTimeOffset epoch, double rate)
    {
        if (!(rate > 0) || double.IsInfinity(rate))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "Use a rate above 0.");
        _wall = wall;
        Epoch = epoch;
        Rate = rate;
        _startedAt = wall.GetTimestamp();
    }

    /// <summary>Business time that is wall time.</summary>
    public static BusinessClock Real(TimeProvider wall) => new(wall, wall.GetUtcNow(), 1);

    public DateTimeOffset Epoch { get; }

    public double Rate { get; }

    public override DateTimeOffset GetUtcNow() => Epoch + TimeSpan.FromTicks((long)(_wall.GetElapsedTime(_startedAt).Ticks * Rate));

    /// <summary>How long to wait on the wall until that much business time has passed.</summary>
    public TimeSpan OnTheWall(TimeSpan business) => TimeSpan.FromTicks((long)Math.Ceiling(business.Ticks / Rate));

    /// <summary>Timers count business time.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new BusinessTimer(this, _wall.CreateTimer(callback, state, Scale(dueTime), Scale(period)));

    private TimeSpan Scale(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : OnTheWall(time);

    private sealed class BusinessTimer(BusinessClock clock, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(clock.Scale(dueTime), clock.Scale(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
