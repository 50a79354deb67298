using Shiyu.WeCom.Channels;

namespace Shiyu.WeCom.Tests.Channels;

/// <summary>
/// Who stands on a code, worked out the slow way: from the whole list of adds, each time anew, in Shanghai and without any count that is carried on.
/// </summary>
internal sealed class NaiveDuty(ChannelCode code, IReadOnlySet<DateOnly> holidays, IReadOnlySet<DateOnly> makeUps, IReadOnlyList<(string Member, DateTime At)> adds)
{
    /// <param name="known">How many of the adds have come by then.</param>
    /// <param name="local">Shanghai's wall clock.</param>
    public IReadOnlyList<string> At(int known, DateTime local)
    {
        var able = Able(known, local);
        var standing = able.Count == 0 ? code.Backups.Count > 0 ? [.. code.Backups] : [.. code.Members.Select(member => member.User)]
            : able.Select(member => member.Weight).Distinct().Count() == 1 ? [.. able.Select(member => member.User)]
            : InTurn(able, known);
        return [.. standing.Distinct().Order(StringComparer.Ordinal)];
    }

    private List<string> InTurn(List<ChannelMember> able, int known)
    {
        // The adds since these very members were the ones who could: walked back add by add.
        var among = string.Join(' ', able.Select(member => member.User));
        var round = new List<string>();
        for (var at = known - 1; at >= 0; at--)
        {
            if (string.Join(' ', Able(at, adds[at].At).Select(member => member.User)) != among) break;
            round.Add(adds[at].Member);
        }
        var unit = code.Members.Select(member => member.Weight).Aggregate(Gcd);
        // Round by round: the first that not everyone has had in full is the one that goes on.
        var share = able.ToDictionary(member => member.User, member => member.Weight / unit);
        var had = able.ToDictionary(member => member.User, member => round.Count(one => one == member.User));
        var rounds = 0;
        while (able.All(member => had[member.User] >= share[member.User] * (rounds + 1))) rounds++;
        return [.. able.Where(member => had[member.User] < share[member.User] * (rounds + 1)).Select(member => member.User)];
    }

    private List<ChannelMember> Able(int known, DateTime local) => [.. code.Members.Where(member => IsAble(member, known, local))];

    private bool IsAble(ChannelMember member, int known, DateTime local)
    {
        var own = adds.Take(known).Where(add => add.Member == member.User).ToList();
        if (member.TotalCap is { } total && own.Count >= Math.Max(1, total - code.Margin)) return false;
        if (member.DailyCap is { } daily && own.Count(add => add.At.Date == local.Date) >= Math.Max(1, daily - code.Margin)) return false;
        return member.Shifts is null || member.Shifts.Any(shift =>
            (IsOn(shift, local.Date) && local >= local.Date.AddMinutes(shift.From) && local < (shift.IsOvernight ? local.Date.AddDays(1) : local.Date.AddMinutes(shift.To)))
            || (shift.IsOvernight && IsOn(shift, local.Date.AddDays(-1)) && local < local.Date.AddMinutes(shift.To)));
    }

    private bool IsOn(Shift shift, DateTime day)
    {
        var date = DateOnly.FromDateTime(day);
        var weekday = day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;
        return shift.Holidays switch
        {
            ShiftHolidays.Only => holidays.Contains(date),
            ShiftHolidays.Ignored => shift.Days.Contains(weekday),
            _ => !holidays.Contains(date) && (shift.Days.Contains(weekday) || (makeUps.Contains(date) && shift.Days.Any(one => one < 6))),
        };
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
