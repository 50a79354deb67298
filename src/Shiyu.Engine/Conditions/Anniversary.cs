using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>The same local date and time in another year; 29 February falls on the 28th in common years.</summary>
internal static class Anniversary
{
    public static Instant In(long year, DateValue date, ZoneTable zone)
    {
        var local = date.LocalMsIn(zone);
        var days = Calendar.DayOf(local);
        var (_, month, day) = Calendar.DateOf(days);
        if (month == 2 && day == 29 && !Calendar.IsLeap(year)) day = 28;
        return zone.FromLocalMs(Calendar.DaysOf(year, month, day) * Calendar.DayMs + (local - days * Calendar.DayMs));
    }

    public static long YearOf(Instant at, ZoneTable zone) => Calendar.DateOf(Calendar.DayOf(zone.ToLocalMs(at))).Year;

    public static Instant FirstAfter(DateValue date, Instant now, ZoneTable zone)
    {
        var year = YearOf(now, zone) - 1;
        while (true)
        {
            var candidate = In(year++, date, zone);
            if (candidate > now) return candidate;
        }
    }

    public static Instant LastUntil(DateValue date, Instant now, ZoneTable zone)
    {
        var year = YearOf(now, zone) + 1;
        while (true)
        {
            var candidate = In(year--, date, zone);
            if (candidate <= now) return candidate;
        }
    }
}
