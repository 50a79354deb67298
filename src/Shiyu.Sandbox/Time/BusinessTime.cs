namespace Shiyu.Sandbox.Time;

/// <summary>
/// Business time from two fixed points, so that this program and the server read the same clock: epoch + (wall − epoch's wall) × rate.
/// Tokens, the welcome's 20 s, rate limits and callback time-outs go by wall time and never by this.
/// </summary>
internal sealed class BusinessTime(TimeProvider wall, DateTimeOffset epoch, DateTimeOffset epochWall, double rate)
{
    public DateTimeOffset Epoch { get; } = epoch;

    public double Rate { get; } = rate > 0 && double.IsFinite(rate) ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, "Use a rate above 0.");

    public DateTimeOffset Now => At(wall.GetUtcNow());

    public DateTimeOffset At(DateTimeOffset wallInstant) => Epoch + TimeSpan.FromTicks((long)((wallInstant - epochWall).Ticks * Rate));

    public TimeSpan OnTheWall(TimeSpan business) => TimeSpan.FromTicks((long)Math.Ceiling(business.Ticks / Rate));
}
