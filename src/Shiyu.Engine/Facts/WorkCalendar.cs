using System.Collections.Immutable;

namespace Shiyu.Engine.Facts;

/// <summary>
/// Working days as data: Monday to Friday, except where a published calendar makes a day a public holiday or a make-up working day.
/// Days are counted from 1970-01-01.
/// </summary>
/// <param name="Holidays">Public days off.</param>
/// <param name="MakeUpDays">Days worked in exchange, weekends or not.</param>
public sealed record WorkCalendar(ImmutableHashSet<long> Holidays, ImmutableHashSet<long> MakeUpDays)
{
    public static readonly WorkCalendar MondayToFriday = new([], []);

    /// <summary>A public holiday; an ordinary weekend is none.</summary>
    public bool IsHoliday(long day) => Holidays.Contains(day);

    public bool IsWorkday(long day) => MakeUpDays.Contains(day) || (!Holidays.Contains(day) && WeekdayOf(day) < 5);

    /// <summary>Workday 0 is <paramref name="day"/> or the first working day after it; the others are counted from there.</summary>
    /// <param name="number">May be negative.</param>
    public long Workday(long day, int number)
    {
        while (!IsWorkday(day)) day++;
        for (; number > 0; number--)
            do day++;
            while (!IsWorkday(day));
        for (; number < 0; number++)
            do day--;
            while (!IsWorkday(day));
        return day;
    }

    /// <summary>Monday is 0; 1970-01-01 was a Thursday.</summary>
    private static long WeekdayOf(long day) => (((day + 3) % 7) + 7) % 7;
}
