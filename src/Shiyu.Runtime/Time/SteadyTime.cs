namespace Shiyu.Runtime.Time;

/// <summary>
/// Wall time as it was when this was made, and from then on as it really passes: what rests, waits and expires by it does so although the machine's clock is
/// set meanwhile. Set back by a day, a plain clock would make a rest of half a minute last a day; set forward, a wait would be over that had hardly begun.
/// </summary>
public sealed class SteadyTime(TimeProvider wall) : TimeProvider
{
    private readonly DateTimeOffset _start = wall.GetUtcNow();
    private readonly long _startedAt = wall.GetTimestamp();

    public override long TimestampFrequency => wall.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _start + wall.GetElapsedTime(_startedAt);

    public override long GetTimestamp() => wall.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => wall.CreateTimer(callback, state, dueTime, period);
}
