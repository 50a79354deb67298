using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Town;

/// <summary>Advisors confirm mass messages when they get to it: in their shift, each at an own pace, now and then only the next day.</summary>
internal sealed class MemberRhythm(ulong seed, Agenda agenda, CorpBook corp, TownCounts counts)
{
    /// <summary>Local hours and the mean minutes from notice to confirmation; members take these in turn.</summary>
    private static readonly (double From, double To, double MeanMinutes)[] Shifts = [(8.5, 18, 10), (12, 21.5, 15), (9, 18.5, 30), (13, 22, 8)];

    public void Notified(MassTask task, DateTimeOffset at)
    {
        foreach (var part in task.Parts.Values.Where(part => part.ConfirmedAt is null))
        {
            // An own stream a notice: what one member does must not shift another's luck.
            var chance = Chance.For(seed, $"confirm|{part.Member}|{task.MsgId}|{task.Reminders.Count}");
            var member = corp.Members.Select((one, index) => (one, index)).First(one => one.one.UserId == part.Member).index;
            var shift = Shifts[member % Shifts.Length];
            var forgotten = task.Reminders.Count == 0 && chance.Happens(0.05);
            var wish = at + TimeSpan.FromMinutes(1.5 + chance.Waiting(shift.MeanMinutes)) + TimeSpan.FromDays(forgotten ? 1 : 0);
            agenda.Plan(AtWork(wish, shift.From, shift.To, chance), now => counts.Confirmations += corp.Confirm(task, part.Member, now) ? 1 : 0);
        }
    }

    private static DateTimeOffset AtWork(DateTimeOffset wish, double from, double to, Chance chance) =>
        wish < ChinaTime.OnDay(wish, 0, from) ? ChinaTime.OnDay(wish, 0, from) + chance.Minutes(1, 20)
        : wish > ChinaTime.OnDay(wish, 0, to) ? ChinaTime.OnDay(wish, 1, from) + chance.Minutes(1, 20)
        : wish;
}
