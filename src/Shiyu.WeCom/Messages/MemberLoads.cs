using Shiyu.Engine.Definitions;
using Shiyu.Runtime.Deliveries;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>
/// What members are asked to do in a calendar day, as a budget: it runs across customers, so that it is asked at the hand-over and not in any one customer's fold.
/// What was asked of them is read from the tasks of the day, which are durable: a restart gives nobody a second day.
/// </summary>
internal sealed class MemberLoads(IWeComHost host, TaskBook tasks)
{
    /// <summary>Divides packets, in their order, into what still fits the members' day and what does not.</summary>
    public (IReadOnlyList<Packet> Fits, IReadOnlyList<ReadyMessage> Over) Divide(IReadOnlyList<Packet> packs, long nowMs)
    {
        if (host.Definitions.Workspace.MemberLoad is not { } load) return (packs, []);
        var asked = Asked(host.DayStartMs(nowMs));
        var (fits, over) = (new List<Packet>(packs.Count), new List<ReadyMessage>());
        foreach (var pack in packs)
        {
            var before = asked.GetValueOrDefault(pack.Member);
            var room = before.Tasks < (load.Tasks ?? int.MaxValue) ? (load.Messages ?? int.MaxValue) - before.Messages : 0;
            var messages = pack.Messages.Take(Math.Max(room, 0)).ToList();
            over.AddRange(pack.Messages.Skip(messages.Count));
            if (messages.Count == 0) continue;
            fits.Add(pack with { Messages = messages });
            asked[pack.Member] = new Load(before.Messages + messages.Count, before.Tasks + 1);
        }
        return (fits, over);
    }

    private Dictionary<string, Load> Asked(long dayStartMs)
    {
        var asked = new Dictionary<string, Load>(StringComparer.Ordinal);
        // What was taken back is nobody's to do any more; made anew, it counts once.
        foreach (var task in tasks.CreatedSince(dayStartMs).Where(task => task.State != MessageTaskState.Done || task.Reason != Reasons.Exited))
        {
            var before = asked.GetValueOrDefault(task.Member);
            asked[task.Member] = new Load(before.Messages + task.Customers, before.Tasks + 1);
        }
        return asked;
    }

    private readonly record struct Load(int Messages, int Tasks);
}
