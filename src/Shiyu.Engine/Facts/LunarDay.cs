using System.Globalization;

namespace Shiyu.Engine.Facts;

/// <summary>
/// A day of the Chinese lunisolar calendar that comes round every year: <c>正月初一</c>, <c>八月十五</c>, <c>腊月廿三</c>, <c>除夕</c>.
/// </summary>
/// <remarks>The tables are those of <see cref="ChineseLunisolarCalendar"/>: 1901 to 2100. They are part of the runtime, like the rules of leap years.</remarks>
/// <param name="Month">1 to 12; leap months are not meant.</param>
/// <param name="Day">1 to 30; 0 for the last day of the lunar year (除夕).</param>
public readonly record struct LunarDay(int Month, int Day)
{
    private static readonly ChineseLunisolarCalendar s_calendar = new();
    private static readonly string[] s_months = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"];
    private const string Digits = "一二三四五六七八九十";

    public static readonly LunarDay NewYearsEve = new(12, 0);

    public static bool TryParse(string text, out LunarDay day)
    {
        day = default;
        if (text == "除夕")
        {
            day = NewYearsEve;
            return true;
        }
        var split = text.IndexOf('月', StringComparison.Ordinal);
        if (split < 1 || MonthOf(text[..split]) is not { } month || DayOf(text[(split + 1)..]) is not { } number) return false;
        day = new LunarDay(month, number);
        return true;
    }

    /// <summary>The first such day on or after a Gregorian day (days since 1970-01-01); null where the tables end. A 30th waits for a long month.</summary>
    internal long? FirstFrom(long dayNumber)
    {
        var (year, _, _) = Calendar.DateOf(dayNumber);
        // The lunar year begins in January or February; the one before may still be going on.
        for (var lunarYear = Math.Max(year - 1, 1901); lunarYear <= 2100; lunarYear++)
        {
            if (GregorianOf((int)lunarYear) is { } day && day >= dayNumber) return day;
        }
        return null;
    }

    public override string ToString()
    {
        if (this == NewYearsEve) return "除夕";
        var day = Day switch
        {
            <= 10 => $"初{Digits[Day - 1]}",
            < 20 => $"十{Digits[Day - 11]}",
            20 => "二十",
            30 => "三十",
            _ => $"廿{Digits[Day - 21]}",
        };
        return $"{s_months[Month - 1]}月{day}";
    }

    private long? GregorianOf(int lunarYear)
    {
        var leap = s_calendar.GetLeapMonth(lunarYear);
        if (this == NewYearsEve)
        {
            var last = s_calendar.GetMonthsInYear(lunarYear);
            return DayNumber(lunarYear, last, s_calendar.GetDaysInMonth(lunarYear, last));
        }
        // The calendar counts a leap month as a month of its own.
        var month = leap > 0 && Month >= leap ? Month + 1 : Month;
        return Day <= s_calendar.GetDaysInMonth(lunarYear, month) ? DayNumber(lunarYear, month, Day) : null;
    }

    private static long? DayNumber(int lunarYear, int month, int day)
    {
        var date = s_calendar.ToDateTime(lunarYear, month, day, 0, 0, 0, 0);
        return Calendar.DaysOf(date.Year, date.Month, date.Day);
    }

    private static int? MonthOf(string text) => text switch
    {
        "一" => 1,
        "十一" => 11,
        "十二" => 12,
        _ => Array.IndexOf(s_months, text) is >= 0 and var index ? index + 1 : null,
    };

    private static int? DayOf(string text)
    {
        if (text == "二十") return 20;
        if (text == "三十") return 30;
        if (text.Length != 2) return null;
        var digit = Digits.IndexOf(text[1], StringComparison.Ordinal) + 1;
        return (text[0], digit) switch
        {
            ('初', >= 1) => digit,
            ('十', >= 1 and <= 9) => 10 + digit,
            ('廿', >= 1 and <= 9) => 20 + digit,
            _ => null,
        };
    }
}
