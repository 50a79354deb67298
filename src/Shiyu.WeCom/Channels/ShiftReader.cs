using System.Globalization;

namespace Shiyu.WeCom.Channels;

/// <summary>Reads shifts from a request.</summary>
internal static class ShiftReader
{
    /// <summary>Shifts of one member, or times of one rule.</summary>
    public const int Most = 14;

    private const string TimeForm = "HH:MM, such as 09:00";

    /// <param name="refuse">Field, given, allowed.</param>
    public static Shift Read(ShiftRequest asked, string field, Action<string, string, string> refuse)
    {
        var days = (asked.Days ?? []).Distinct().Order().ToList();
        var holidays = asked.Holidays switch
        {
            null or "off" => ShiftHolidays.Off,
            "ignored" => ShiftHolidays.Ignored,
            "only" => ShiftHolidays.Only,
            _ => (ShiftHolidays?)null,
        };
        if (holidays is null) refuse(field + "/holidays", asked.Holidays!, "off, ignored or only");
        if (days.Any(day => day is < 1 or > 7) || (days.Count == 0 && holidays != ShiftHolidays.Only)) refuse(field + "/days", string.Join(", ", days), "days from 1 (Monday) to 7 (Sunday)");
        var (from, to) = (Time(asked.From), Time(asked.To));
        if (from is not { } begins || begins >= 1_440) refuse(field + "/from", asked.From ?? "nothing", TimeForm);
        if (to is not { } ends || ends == 0) refuse(field + "/to", asked.To ?? "nothing", TimeForm + ", up to 24:00");
        return new Shift(days, from ?? 0, to ?? 0, holidays ?? ShiftHolidays.Off);
    }

    /// <summary>Minutes after midnight; null when it is no time.</summary>
    private static int? Time(string? text)
    {
        if (text is not { Length: 5 } || text[2] != ':') return null;
        if (!int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text.AsSpan(3, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)) return null;
        return hours <= 23 && minutes <= 59 ? (hours * 60) + minutes : (hours, minutes) == (24, 0) ? 1_440 : null;
    }
}
