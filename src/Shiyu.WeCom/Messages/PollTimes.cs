namespace Shiyu.WeCom.Messages;

/// <summary>When a task's results are asked for: after 5, 15, 60 minutes, then hourly, for 3 days. Business time: members confirm by it.</summary>
internal static class PollTimes
{
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    /// <summary>Where business time runs fast, a poll a business hour would be many a second: no task is asked about more often than this, on the wall.</summary>
    private static readonly TimeSpan ShortestOnTheWall = TimeSpan.FromSeconds(2);

    /// <param name="polls">Polls made so far.</param>
    /// <param name="rate">Business seconds per wall second.</param>
    public static long Next(int polls, long nowMs, double rate)
    {
        var minutes = polls switch { 0 => 5, 1 => 15, _ => 60 };
        return nowMs + AtLeast(TimeSpan.FromMinutes(minutes), rate);
    }

    /// <summary>A time between two looks, in business ms: the one given, or where business time runs fast a longer one.</summary>
    public static long AtLeast(TimeSpan time, double rate) => (long)Math.Max(time.TotalMilliseconds, ShortestOnTheWall.TotalMilliseconds * rate);
}
