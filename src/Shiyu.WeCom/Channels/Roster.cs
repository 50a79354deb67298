using Shiyu.Engine.Facts;

namespace Shiyu.WeCom.Channels;

/// <summary>When shifts are: the workspace's clock and calendar. Pure.</summary>
public sealed class Roster(ZoneTable zone, WorkCalendar calendar)
{
    private const long DayMs = 86_400_000;
    private const long MinuteMs = 60_000;

    /// <summary>The calendar day of an instant, counted from 1970-01-01.</summary>
    public long DayOf(long atMs) => Math.DivRem(zone.ToLocalMs(new Instant(atMs)), DayMs) is var (day, rest) && rest < 0 ? day - 1 : day;

    /// <summary>When a calendar day begins, Unix ms.</summary>
    public long StartOf(long day) => At(day, 0);

    /// <summary>Whether a member without shifts, or in one of its shifts, is on duty.</summary>
    public bool IsOnDuty(ChannelMember member, long atMs) => member.Shifts is not { Count: > 0 } shifts || IsIn(shifts, atMs);

    /// <summary>Whether an instant lies in one of these.</summary>
    public bool IsIn(IReadOnlyList<Shift> shifts, long atMs)
    {
        var day = DayOf(atMs);
        foreach (var shift in shifts)
        {
            if (Holds(shift, day) || (shift.IsOvernight && Holds(shift, day - 1))) return true;
        }
        return false;

        bool Holds(Shift shift, long on) => IsOn(shift, on) && At(on, shift.From) <= atMs && atMs < At(shift.IsOvernight ? on + 1 : on, shift.To);
    }

    /// <summary>Every instant after another at which a shift may begin or end, or a day begin, through some days; unordered, repeats among them.</summary>
    public IEnumerable<long> Turns(IReadOnlyList<ChannelMember> members, long afterMs, int days)
    {
        var first = DayOf(afterMs);
        for (var day = first - 1; day <= first + days; day++)
        {
            yield return StartOf(day);
            foreach (var member in members)
            {
                foreach (var shift in member.Shifts ?? [])
                {
                    if (!IsOn(shift, day)) continue;
                    yield return At(day, shift.From);
                    yield return At(shift.IsOvernight ? day + 1 : day, shift.To);
                }
            }
        }
    }

    private bool IsOn(Shift shift, long day) => shift.Holidays switch
    {
        ShiftHolidays.Only => calendar.IsHoliday(day),
        ShiftHolidays.Ignored => shift.Days.Contains(WeekdayOf(day)),
        ShiftHolidays.Off => !calendar.IsHoliday(day)
            && (shift.Days.Contains(WeekdayOf(day)) || (calendar.MakeUpDays.Contains(day) && shift.Days.Any(weekday => weekday <= 5))),
        _ => throw new InvalidOperationException($"{shift.Holidays} is no meaning of holidays."),
    };

    private long At(long day, int minute) => zone.FromLocalMs((day * DayMs) + (minute * MinuteMs)).UnixMs;

    /// <summary>1 Monday to 7 Sunday; 1970-01-01 was a Thursday.</summary>
    private static int WeekdayOf(long day) => (int)(((day + 3) % 7 + 7) % 7) + 1;
}
