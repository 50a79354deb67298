using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>When steps are due and until when their messages may go: clock times and days of one zone and one calendar of working days.</summary>
internal sealed class StepTimes(ZoneTable zone, WorkCalendar calendar)
{
    private static readonly long DayMs = Duration.Days(1).Ms;

    /// <summary>A step's time; one without <c>at</c> follows at once.</summary>
    public Instant DueAt(StepDefinition step, Instant anchor, Instant reachedAt)
    {
        var due = step.At switch
        {
            null => reachedAt,
            StepTime.After after => anchor + after.Delay,
            StepTime.OnDay day => At(DayOf(anchor) + day.Day, day.Hour, day.Minute),
            StepTime.OnWorkday day => At(calendar.Workday(DayOf(anchor), day.Day), day.Hour, day.Minute),
            _ => throw new InvalidOperationException($"Unknown step time {step.At}."),
        };
        return step.AvoidHolidays ? AfterHolidays(due) : due;
    }

    /// <summary>The last instant at which the step may still be handed over; without <c>expires</c> the end of the calendar day.</summary>
    public Instant ExpiresAt(StepDefinition step, Instant from) => step.Expires is { } expires
        ? from + expires
        : new Instant(DayStart(DayOf(from) + 1).UnixMs - 1);

    /// <summary>The calendar day of the zone, counted from 1970-01-01.</summary>
    public long DayOf(Instant at) => Calendar.DayOf(zone.ToLocalMs(at));

    public Instant DayStart(long day) => zone.FromLocalMs(day * DayMs);

    /// <summary>
    /// When an SOP that takes everyone does so: at the beginning of the day of its earliest step, in time, of those with a time; of the
    /// anchor's day where none has one.
    /// </summary>
    public Instant TakesAt(SopDefinition sop, Instant anchor)
    {
        var timed = sop.Steps.Where(step => step.At is not null).Select(step => DueAt(step, anchor, anchor)).ToList();
        return DayStart(DayOf(timed.Count == 0 ? anchor : timed.Min()));
    }

    private Instant At(long day, int hour, int minute) =>
        zone.FromLocalMs((day * DayMs) + Duration.Hours(hour).Ms + Duration.Minutes(minute).Ms);

    private Instant AfterHolidays(Instant due)
    {
        var local = zone.ToLocalMs(due);
        var day = Calendar.DayOf(local);
        if (!calendar.IsHoliday(day)) return due;
        var clock = local - (day * DayMs);
        while (calendar.IsHoliday(day)) day++;
        return zone.FromLocalMs((day * DayMs) + clock);
    }
}
