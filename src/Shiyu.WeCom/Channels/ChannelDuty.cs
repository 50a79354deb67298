namespace Shiyu.WeCom.Channels;

/// <summary>
/// Decides who stands on a code now and when that changes next. Pure: code, counts and time in, members out; the keeper tells WeCom.
/// </summary>
/// <param name="friends">How many customers a member has.</param>
/// <param name="refused">Members that WeCom does not let stand.</param>
public sealed class ChannelDuty(ChannelCode code, Roster roster, Func<string, int> friends, IReadOnlySet<string> refused)
{
    /// <summary>So many friends before its limit a member steps down from every code.</summary>
    public const int FriendMargin = 50;

    /// <summary>The longest public holidays are shorter than this; whoever asks looks again after it.</summary>
    public const int DaysAhead = 40;

    private readonly int _unit = code.Members.Aggregate(0, (unit, member) => Gcd(unit, member.Weight));

    /// <summary>Whom the rounds are counted among: those who could stand at an instant, weights aside.</summary>
    public string Among(ChannelCounts counts, long atMs) => string.Join(' ', Able(counts, atMs).Select(member => member.User));

    /// <summary>Who stands at an instant, after these adds.</summary>
    public Standing At(ChannelCounts counts, long atMs)
    {
        var (members, kind, away) = Stand(counts, atMs);
        long? changes = null;
        foreach (var turn in roster.Turns(code.Members, atMs, DaysAhead).Where(turn => turn > atMs).Distinct().Order())
        {
            if (Stand(counts, turn).Members.SequenceEqual(members)) continue;
            changes = turn;
            break;
        }
        return new Standing(members, kind, changes, away);
    }

    private (List<string> Members, StandingKind Kind, List<Absence> Away) Stand(ChannelCounts counts, long atMs)
    {
        var away = new List<Absence>();
        var day = roster.DayOf(atMs);
        foreach (var member in code.Members)
        {
            if (WhyNot(member, counts, day, atMs) is { } reason) away.Add(new Absence(member.User, reason));
        }
        var able = Able(counts, atMs);
        if (able.Count > 0)
        {
            var standing = InTurn(able, counts);
            away.AddRange(able.Where(member => !standing.Contains(member)).Select(member => new Absence(member.User, AbsenceReason.Round)));
            return (Names(standing.Select(member => member.User)), StandingKind.Members, away);
        }
        var backups = Names(code.Backups.Where(user => HasRoom(user, LimitOf(user))));
        if (backups.Count > 0) return (backups, StandingKind.Backups, away);
        var alive = Names(code.Members.Where(member => HasRoom(member.User, member.FriendLimit)).Select(member => member.User));
        // Nobody has room: a code with nobody cannot be, so all those stay whom WeCom takes at all.
        return (alive.Count > 0 ? alive : Names(code.Members.Select(member => member.User).Except(refused)), StandingKind.Uncovered, away);
    }

    private List<ChannelMember> Able(ChannelCounts counts, long atMs)
    {
        var day = roster.DayOf(atMs);
        return [.. code.Members.Where(member => WhyNot(member, counts, day, atMs) is null)];
    }

    private AbsenceReason? WhyNot(ChannelMember member, ChannelCounts counts, long day, long atMs) =>
        refused.Contains(member.User) ? AbsenceReason.Refused
        : friends(member.User) >= member.FriendLimit - FriendMargin ? AbsenceReason.FriendLimit
        : member.TotalCap is { } total && counts.Total.GetValueOrDefault(member.User) >= Threshold(total) ? AbsenceReason.TotalCap
        : member.DailyCap is { } daily && counts.On(day, member.User) >= Threshold(daily) ? AbsenceReason.DailyCap
        : roster.IsOnDuty(member, atMs) ? null
        : AbsenceReason.OffShift;

    /// <summary>
    /// Equal weights: all, and WeCom leads. Otherwise rounds: each round gives everyone as many adds as its weight, and whoever has had its share
    /// steps aside until the round is over.
    /// </summary>
    private List<ChannelMember> InTurn(List<ChannelMember> able, ChannelCounts counts)
    {
        if (able.All(member => member.Weight == able[0].Weight)) return able;
        var among = string.Join(' ', able.Select(member => member.User));
        var rounds = able.Min(member => counts.InRounds(among, member.User) / Share(member));
        return [.. able.Where(member => counts.InRounds(among, member.User) < Share(member) * (rounds + 1))];
    }

    private int Share(ChannelMember member) => member.Weight / _unit;

    private int Threshold(int cap) => Math.Max(1, cap - code.Margin);

    private bool HasRoom(string user, int limit) => !refused.Contains(user) && friends(user) < limit - FriendMargin;

    private int LimitOf(string user) => code.Members.FirstOrDefault(member => member.User == user)?.FriendLimit ?? ChannelMember.UsualFriendLimit;

    private static List<string> Names(IEnumerable<string> users) => [.. users.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
