using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Shiyu.Engine.Facts;

namespace Shiyu.Server.Demo;

/// <summary>
/// A demo opens on any day, a date in a definition is one day. So the files in a playbook's folder <c>dated</c> are written for a shop that opens on
/// the day in <c>dated/opening-day.txt</c>, and the demo moves each of their dates by as many days as it opens later or earlier.
/// </summary>
internal static partial class DemoDates
{
    public const string Folder = "dated/";

    /// <summary>One date, <c>YYYY-MM-DD</c>. A playbook without this file is applied as it is written.</summary>
    public const string OpeningDayFile = Folder + "opening-day.txt";

    private const int LunarYearDaysMost = 385;
    private static readonly ChineseLunisolarCalendar s_lunar = new();

    /// <param name="files">Path with forward slashes → bytes of UTF-8.</param>
    /// <param name="writtenFor">The opening day in the playbook.</param>
    /// <param name="opening">The day on which the demo opens.</param>
    public static IReadOnlyDictionary<string, byte[]> Move(IReadOnlyDictionary<string, byte[]> files, DateOnly writtenFor, DateOnly opening) => files.ToDictionary(
        file => file.Key,
        file => file.Key.StartsWith(Folder, StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(Move(Encoding.UTF8.GetString(file.Value), writtenFor, opening.DayNumber - writtenFor.DayNumber))
            : file.Value,
        StringComparer.Ordinal);

    private static string Move(string text, DateOnly writtenFor, int days)
    {
        text = DateRegex().Replace(text, match => DateOnly.TryParseExact(match.Value, "yyyy-MM-dd", out var date)
            ? date.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : match.Value);
        // What is no day of the lunar calendar stays as it is: the parser says so, with file and line.
        return LunarRegex().Replace(text, match => LunarDay.TryParse(match.Value, out var lunar) && FirstFrom(writtenFor, lunar) is { } date
            ? NameOf(date.AddDays(days)).ToString()
            : match.Value);
    }

    private static DateOnly? FirstFrom(DateOnly day, LunarDay lunar)
    {
        for (var ahead = 0; ahead < LunarYearDaysMost; ahead++)
        {
            var date = day.AddDays(ahead);
            if (lunar == LunarDay.NewYearsEve ? LunarOf(date.AddDays(1)) == new LunarDay(1, 1) : LunarOf(date) == lunar) return date;
        }
        return null;
    }

    /// <summary>The definitions cannot name a day of a leap month; the first day after it stands for all of them.</summary>
    private static LunarDay NameOf(DateOnly date)
    {
        while (true)
        {
            if (LunarOf(date) is { } lunar) return lunar;
            date = date.AddDays(1);
        }
    }

    /// <summary>Null in a leap month.</summary>
    private static LunarDay? LunarOf(DateOnly date)
    {
        var at = date.ToDateTime(default);
        var month = s_lunar.GetMonth(at);
        // The calendar counts a leap month as a month of its own; 0 is a year without one.
        var leap = s_lunar.GetLeapMonth(s_lunar.GetYear(at));
        if (leap > 0 && month == leap) return null;
        return new LunarDay(leap > 0 && month > leap ? month - 1 : month, s_lunar.GetDayOfMonth(at));
    }

    [GeneratedRegex(@"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])", RegexOptions.CultureInvariant)]
    private static partial Regex DateRegex();

    [GeneratedRegex(@"(?<=\blunar:\s*[""']?)[^\s,}""']+", RegexOptions.CultureInvariant)]
    private static partial Regex LunarRegex();
}
