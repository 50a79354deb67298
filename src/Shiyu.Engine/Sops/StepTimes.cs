using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>When steps are due and until when their messages may go.</summary>
internal static class StepTimes
{
    private static readonly long DayMs = Duration.Days(1).Ms;

    /// <summary>A step's time; one without <c>at</c> follows at once.</summary>
    public static Instant DueAt(StepDefinition step, Instant anchor, Instant reachedAt, ZoneTable zone) => step.At switch
    {
        null => reachedAt,
        StepTime.After after => anchor + after.Delay,
        StepTime.OnDay day => zone.FromLocalMs(
            LocalMidnight(anchor, zone) + (day.Day * DayMs) + Duration.Hours(day.Hour).Ms + Duration.Minutes(day.Minute).Ms),
        _ => throw new InvalidOperationException($"Unknown step time {step.At}."),
    };

    /// <summary>The last instant at which the step may still be handed over; without <c>expires</c> the end of the calendar day.</summary>
    public static Instant ExpiresAt(StepDefinition step, Instant from, ZoneTable zone) => step.Expires is { } expires
        ? from + expires
        : new Instant(zone.FromLocalMs(LocalMidnight(from, zone) + DayMs).UnixMs - 1);

    private static long LocalMidnight(Instant at, ZoneTable zone)
    {
        var local = zone.ToLocalMs(at);
        return local - (((local % DayMs) + DayMs) % DayMs);
    }
}
