using Microsoft.Extensions.Logging;
using Shiyu.Runtime.Deliveries;
using Shiyu.Store;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>
/// Customers who leave their run between the hand-over and the member's confirmation. Where none is left on a task, it is taken back; in a packed one the
/// delivery is marked and the member told, and only where enough have left is the task taken back and made anew for the rest.
/// </summary>
internal sealed class ExitWatch(IWeComHost host, WeComOptions options, TaskBook tasks, TaskWithdrawal withdrawal, IMemberNotices notices, ILogger log)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>What time alone ends (a window) does not show as something folded.</summary>
    private static readonly TimeSpan EverybodyEvery = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Looked> _looked = new(StringComparer.Ordinal);

    /// <summary>When a task is looked at next, business time; null when none is open.</summary>
    public DateTimeOffset? NextAt =>
        tasks.Open.Where(task => task.IsUnconfirmed).Select(task => (long?)NextMs(task)).Min() is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>Looks at every unconfirmed task whose turn it is.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        if (!options.IsConfigured) return;
        var open = tasks.Open.Where(task => task.IsUnconfirmed).ToList();
        foreach (var key in _looked.Keys.Except(open.Select(task => task.Key)).ToList()) _looked.Remove(key);
        foreach (var task in open.Where(task => NextMs(task) <= NowMs))
        {
            try
            {
                await LookAsync(task, stop).ConfigureAwait(false);
            }
            catch (WeComCallException e)
            {
                log.LogWarning("Task {Task} is looked at again later: {Failure}", task.Key, e.Message);
            }
        }
    }

    private long NextMs(MessageTask task) => (_looked.TryGetValue(task.Key, out var looked) ? looked.AtMs : task.CreatedAtMs) + PollTimes.AtLeast(Every, host.Clock.Rate);

    private async Task LookAsync(MessageTask task, CancellationToken stop)
    {
        var now = NowMs;
        var looked = _looked.GetValueOrDefault(task.Key) ?? new Looked();
        var everybody = now - looked.EverybodyAtMs >= (long)EverybodyEvery.TotalMilliseconds;
        _looked[task.Key] = looked with { AtMs = now, EverybodyAtMs = everybody ? now : looked.EverybodyAtMs };
        var open = host.OfTask(task.Key).Where(delivery => delivery.State == DeliveryState.Queued).OrderBy(delivery => delivery.Sequence).ToList();
        if (task.Withdrawing)
        {
            await withdrawal.GoOnAsync(task, open, stop).ConfigureAwait(false);
            return;
        }
        var told = await host.StandingAsync(open, delivery => everybody ? 0 : looked.Seen.GetValueOrDefault(delivery.Sequence)).ConfigureAwait(false);
        foreach (var standing in told)
        {
            if (standing.Exited is not null) looked.Gone[standing.Delivery.Sequence] = standing.Name ?? "";
            else looked.Gone.Remove(standing.Delivery.Sequence);    // back again: do-not-disturb was taken back, say
            looked.Seen[standing.Delivery.Sequence] = standing.FoldedThrough;
        }
        await ActAsync(task, open, looked, stop).ConfigureAwait(false);
    }

    private async Task ActAsync(MessageTask task, List<Delivery> open, Looked looked, CancellationToken stop)
    {
        var gone = open.Where(delivery => looked.Gone.ContainsKey(delivery.Sequence)).ToList();
        if (open.Count > 0 && gone.Count == open.Count && !looked.Stays)
        {
            await BeginAsync(task, open, gone, looked, stop).ConfigureAwait(false);
            return;
        }
        if (gone.Count > 0 && !looked.Stays && host.Definitions.Workspace.Unconfirmed.Remake is { } share && IsShare(gone.Count, open.Count, share.Parts) && await RestMayGoAsync(open, gone).ConfigureAwait(false))
        {
            await BeginAsync(task, open, gone, looked, stop).ConfigureAwait(false);
            return;
        }
        await MarkAsync(task, open, gone, looked, stop).ConfigureAwait(false);
    }

    private static bool IsShare(int gone, int all, long parts) => (Int128)gone * Shiyu.Engine.Facts.Share.Whole >= (Int128)parts * all;

    /// <summary>Made anew, nobody of the rest may get lost: not who has expired meanwhile, and not who would have to wait.</summary>
    private async Task<bool> RestMayGoAsync(List<Delivery> open, List<Delivery> gone)
    {
        var rest = open.Except(gone).ToList();
        return (await host.StandingAsync(rest, _ => 0).ConfigureAwait(false)).All(standing => standing.MayGo);
    }

    /// <summary>Written down before WeCom is asked: after a crash in between it must be known that the task may be gone.</summary>
    private async Task BeginAsync(MessageTask task, List<Delivery> open, List<Delivery> gone, Looked looked, CancellationToken stop)
    {
        var withdrawing = task with { Withdrawing = true, Exits = gone.Count };
        var marked = Marked(open, gone);
        await tasks.SaveAsync(withdrawing, marked.Changed, []).ConfigureAwait(false);
        await withdrawal.GoOnAsync(withdrawing, marked.All, stop).ConfigureAwait(false);
        // Not given up on and not gone: WeCom will not take it back, or the member was faster.
        looked.Stays = tasks.Find(task.Key) is { Withdrawing: false };
    }

    private async Task MarkAsync(MessageTask task, List<Delivery> open, List<Delivery> gone, Looked looked, CancellationToken stop)
    {
        var marked = Marked(open, gone);
        if (marked.Changed.Count > 0) await tasks.SaveAsync(task = task with { Exits = gone.Count, ToldExits = Math.Min(task.ToldExits, gone.Count) }, marked.Changed, []).ConfigureAwait(false);
        if (gone.Count <= task.ToldExits) return;
        var names = gone.ConvertAll(delivery => looked.Gone[delivery.Sequence]);
        // Not told, it is tried again at the next look; told, only further exits are worth another message.
        if (await notices.TellExitsAsync(task, names, stop).ConfigureAwait(false)) await tasks.SaveAsync(task with { ToldExits = gone.Count }, [], []).ConfigureAwait(false);
    }

    private (List<Delivery> All, List<Delivery> Changed) Marked(List<Delivery> open, List<Delivery> gone)
    {
        var (now, left) = (NowMs, gone.Select(delivery => delivery.Sequence).ToHashSet());
        var all = open.ConvertAll(delivery => left.Contains(delivery.Sequence) == (delivery.Reason == Reasons.Exited) ? delivery
            : delivery with { Reason = left.Contains(delivery.Sequence) ? Reasons.Exited : null, UpdatedAtMs = now });
        return (all, [.. all.Where((delivery, i) => delivery.Reason != open[i].Reason)]);
    }

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What the last looks at a task found.</summary>
    private sealed record Looked(long AtMs = 0, long EverybodyAtMs = 0)
    {
        /// <summary>By delivery: through which log position its customer had been folded.</summary>
        public Dictionary<long, long> Seen { get; } = [];

        /// <summary>It could not be taken back, and is not tried again.</summary>
        public bool Stays { get; set; }

        /// <summary>Those who have left, with their names.</summary>
        public Dictionary<long, string> Gone { get; } = [];
    }
}
