namespace Shiyu.Engine.Facts;

/// <summary>The proleptic Gregorian calendar as arithmetic: unlike DateTime it has no first and last year to fall off.</summary>
internal static class Calendar
{
    public const long DayMs = 86_400_000;

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysInMonth(long year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Days since 1970-01-01. Years begin in March here, so that the leap day is the last of its year.</summary>
    public static long DaysOf(long year, int month, int day)
    {
        if (month <= 2) year--;
        var era = Math.DivRem(year, 400, out var yearOfEra);
        if (yearOfEra < 0) (era, yearOfEra) = (era - 1, yearOfEra + 400);
        var dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
    }

    public static (long Year, int Month, int Day) DateOf(long days)
    {
        days += 719_468;
        var era = Math.DivRem(days, 146_097, out var dayOfEra);
        if (dayOfEra < 0) (era, dayOfEra) = (era - 1, dayOfEra + 146_097);
        var yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        var dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        var shifted = (5 * dayOfYear + 2) / 153;
        var month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (153 * shifted + 2) / 5 + 1));
    }

    /// <summary>Whole days of a wall clock's milliseconds, rounded down.</summary>
    public static long DayOf(long localMs) => localMs >= 0 ? localMs / DayMs : (localMs - DayMs + 1) / DayMs;
}
