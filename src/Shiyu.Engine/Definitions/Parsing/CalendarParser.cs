using System.Collections.Immutable;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads a calendar: public holidays, make-up working days, and the dates of cohorts.</summary>
internal static class CalendarParser
{
    private const string DayForm = "a day as 'YYYY-MM-DD'";
    private const string HolidayForm = "{ on: DAY } or { from: DAY, to: DAY }, with a title if you like";
    private const int HolidayDaysMost = 366;

    public static CalendarDefinition? Read(Place file)
    {
        var before = file.File.Refusals.Count;
        if (MappingReader.Open(file, "a calendar", DefinitionKeys.Calendar) is not { } calendar) return null;
        var name = Names.Read(calendar.Get("calendar"));
        calendar.Title();
        var days = ImmutableArray.CreateBuilder<(long Day, bool IsHoliday, Place Place)>();
        if (calendar.Get("holidays") is { } holidays) Each(holidays, "a list of holidays", place => ReadHoliday(place, days));
        if (calendar.Get("workdays") is { } workdays)
            Each(workdays, "a list of make-up working days", place =>
            {
                if (Day(place) is { } day) days.Add((day, false, place));
            });
        var cohorts = ImmutableArray.CreateBuilder<(string Name, DateValue Date, Place Place)>();
        if (calendar.Get("cohorts") is { } cohortsAt)
        {
            if (cohortsAt.Node is not TreeNode.Mapping mapping) cohortsAt.RefuseType("a mapping from cohorts to their dates");
            else
                foreach (var (cohort, node) in mapping.Entries)
                {
                    var at = cohortsAt.At(cohort, node);
                    if (!Names.IsName(cohort)) at.Refuse(RefusalCodes.InvalidName, $"the cohort '{Place.Short(cohort)}'", Names.Pattern);
                    else if (Values.Date(at) is { } date) cohorts.Add((cohort, date, at));
                }
        }
        return file.File.Refusals.Count > before ? null : new CalendarDefinition(name!, days.ToImmutable(), cohorts.ToImmutable());
    }

    private static void ReadHoliday(Place place, ImmutableArray<(long, bool, Place)>.Builder days)
    {
        if (MappingReader.Open(place, "a holiday", DefinitionKeys.Holiday) is not { } holiday) return;
        holiday.Title();
        if (holiday.Has("on") == (holiday.Has("from") || holiday.Has("to")))
        {
            place.Refuse(RefusalCodes.Contradiction, holiday.Has("on") ? "'on' with 'from' or 'to'" : "no day", HolidayForm);
            return;
        }
        var first = (holiday.Get("on") ?? holiday.Require("from", DayForm)) is { } fromAt ? Day(fromAt) : null;
        var last = holiday.Has("on") ? first : holiday.Require("to", DayForm) is { } toAt ? Day(toAt) : null;
        if (first is not { } from || last is not { } to) return;
        if (to < from || to - from >= HolidayDaysMost)
        {
            place.Refuse(RefusalCodes.InvalidValue, $"{to - from + 1} days", $"1 to {HolidayDaysMost} days, the first before the last");
            return;
        }
        for (var day = from; day <= to; day++) days.Add((day, true, place));
    }

    private static void Each(Place place, string allowed, Action<Place> read)
    {
        if (place.Node is not TreeNode.Sequence list)
        {
            place.RefuseType(allowed);
            return;
        }
        for (var i = 0; i < list.Items.Length; i++) read(place.At(i, list.Items[i]));
    }

    private static long? Day(Place place)
    {
        if (place.Node is TreeNode.Text { Value.Length: 10 } text && DateValue.TryParse(text.Value, out var date)) return Calendar.DayOf(date.LocalMs);
        if (place.Node is TreeNode.Text) place.RefuseValue(DayForm);
        else place.RefuseType(DayForm);
        return null;
    }
}

internal sealed record CalendarDefinition(
    string Name, ImmutableArray<(long Day, bool IsHoliday, Place Place)> Days, ImmutableArray<(string Name, DateValue Date, Place Place)> Cohorts);
