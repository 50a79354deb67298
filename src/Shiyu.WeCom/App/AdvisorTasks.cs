using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shiyu.Runtime.Deliveries;
using Shiyu.Store;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Messages;

namespace Shiyu.WeCom.App;

/// <summary>
/// Advisors' tasks on their way: each is given to the member through whom its SOP sends, told in the WeCom app (those of one slot in one message), and taken back
/// when its customer has left the run. Without the app they are given all the same.
/// </summary>
public sealed class AdvisorTasks(IWeComHost host, AppMessages app, WeComOptions options, ILogger<AdvisorTasks> log) : BackgroundService
{
    private const int TasksMost = 20;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan EverybodyEvery = TimeSpan.FromHours(1);

    /// <summary>What was planned before that is no news: somebody has just set up the app.</summary>
    private static readonly TimeSpan NewsFor = TimeSpan.FromDays(1);

    /// <summary>WeCom takes a message back for so long, wall time.</summary>
    private static readonly TimeSpan Recallable = TimeSpan.FromHours(24);

    private readonly Dictionary<long, Standing> _seen = [];
    private HashSet<string>? _toRecall;
    private long _everybodyAtMs = long.MinValue / 2;

    /// <summary>Looks at every open task once.</summary>
    public async Task LookAsync(CancellationToken stop)
    {
        await SendWaitingAsync(stop).ConfigureAwait(false);
        var open = host.OpenTasks();
        foreach (var gone in _seen.Keys.Except(open.Select(task => task.Sequence)).ToList()) _seen.Remove(gone);
        var everybody = NowMs - _everybodyAtMs >= (long)EverybodyEvery.TotalMilliseconds;
        if (everybody) _everybodyAtMs = NowMs;
        foreach (var standing in await host.StandingAsync(open, task => everybody || !_seen.TryGetValue(task.Sequence, out var seen) ? 0 : seen.FoldedThrough).ConfigureAwait(false))
            _seen[standing.Delivery.Sequence] = standing;
        var known = open.Where(task => _seen.ContainsKey(task.Sequence)).Select(task => _seen[task.Sequence] with { Delivery = task }).ToList();
        await TakeBackAsync([.. known.Where(standing => standing.Exited is not null)], stop).ConfigureAwait(false);
        await GiveAsync([.. known.Where(standing => standing.Exited is null && standing.Delivery.Task is null)], stop).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken).ConfigureAwait(false);
                await WaitAsync(stoppingToken).ConfigureAwait(false);
                await Task.Delay(DirectMessageDispatcher.UntilSlotEnds(host.Clock.GetUtcNow(), options.Slot), host.Clock, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "Advisors' tasks are looked at again.");
                await Task.Delay(AtMost, host.Wall, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task WaitAsync(CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] either = [host.WaitForTasksAsync(enough.Token), Task.Delay(AtMost, host.Wall, enough.Token)];
        await Task.WhenAny(either).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        foreach (var one in either) await one.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    private async Task GiveAsync(List<Standing> tasks, CancellationToken stop)
    {
        var (now, told, silent) = (NowMs, new List<Standing>(), new List<Delivery>());
        foreach (var standing in tasks.Where(standing => (standing.Delivery.Member ?? standing.Member) is not null))
        {
            var given = standing.Delivery with { Member = standing.Delivery.Member ?? standing.Member, UpdatedAtMs = now };
            if (options.SendsAppMessages && now - given.PlannedAtMs <= (long)NewsFor.TotalMilliseconds) told.Add(standing with { Delivery = given });
            else if (standing.Delivery.Member is null) silent.Add(given);
        }
        foreach (var group in told.GroupBy(standing => standing.Delivery.Member!).SelectMany(ofMember => ofMember.Chunk(TasksMost))) await TellAsync(group, stop).ConfigureAwait(false);
        if (silent.Count > 0) await host.ChangeOpenTasksAsync(silent, _ => []).ConfigureAwait(false);
    }

    private async Task TellAsync(IReadOnlyList<Standing> tasks, CancellationToken stop)
    {
        var member = tasks[0].Delivery.Member!;
        // The first task's place makes the key, so that it is the same whenever this is done.
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"notice-{tasks[0].Delivery.Sequence:D15}");
        TaskNotice? notice = null;
        await host.ChangeOpenTasksAsync([.. tasks.Select(standing => standing.Delivery with { Task = key })], open =>
        {
            var left = open.Select(task => task.Sequence).ToHashSet();
            var card = TaskCard.Of(member, [.. tasks.Where(standing => left.Contains(standing.Delivery.Sequence))], options.PublicUrl, host.TimeText);
            notice = new TaskNotice(key, member, card.Title, card.Text, card.Url?.AbsoluteUri, card.Button);
            return [notice.ToRecord()];
        }).ConfigureAwait(false);
        if (notice is not null) await SendAsync(notice, stop).ConfigureAwait(false);
    }

    /// <summary>Those of an earlier look or start that were not sent or not taken back yet, and old ones out of the way.</summary>
    private async Task SendWaitingAsync(CancellationToken stop)
    {
        var wall = WallMs;
        foreach (var record in host.All(TaskNotice.Collection).ToList())
        {
            var notice = TaskNotice.Read(record.Value!);
            if (notice.SentMs is null) await SendAsync(notice, stop).ConfigureAwait(false);
            else if (wall - notice.SentMs > (long)Recallable.TotalMilliseconds) await host.PutAsync([notice.ToRemoval()]).ConfigureAwait(false);
            // What was taken back before the last end may have been left to recall.
            else if (_toRecall is null || _toRecall.Contains(notice.Key)) await RecallAsync(notice, stop).ConfigureAwait(false);
        }
        _toRecall ??= new(StringComparer.Ordinal);
    }

    private async Task SendAsync(TaskNotice notice, CancellationToken stop)
    {
        var wall = WallMs;
        // Later WeCom would not know it again: one too many would be worse than none, and the tasks are listed all the same.
        if (notice.UnknownSinceMs is { } since && wall - since > (long)AppMessages.Recognised.TotalMilliseconds)
        {
            await host.PutAsync([(notice with { SentMs = since }).ToRecord()]).ConfigureAwait(false);
            return;
        }
        if (host.OfTask(notice.Key).All(task => task.State != DeliveryState.Planned))
        {
            await host.PutAsync([notice.ToRemoval()]).ConfigureAwait(false);    // done or taken back before anybody was told
            return;
        }
        var answer = await app.SendAsync(notice.Member, notice.Card, stop).ConfigureAwait(false);
        switch (answer.Fate)
        {
            case AppFate.Sent:
                await host.PutAsync([(notice with { SentMs = wall, Msgid = answer.Msgid }).ToRecord()]).ConfigureAwait(false);
                break;
            case AppFate.Refused:
                log.LogWarning("{Member} cannot be told of tasks: {Reason}", notice.Member, answer.Reason);
                await host.ChangeOpenTasksAsync(
                    [.. host.OfTask(notice.Key).Select(task => task with { Reason = $"not_told:{answer.Reason}", UpdatedAtMs = NowMs })], _ => []).ConfigureAwait(false);
                await host.PutAsync([(notice with { SentMs = wall }).ToRecord()]).ConfigureAwait(false);
                break;
            case AppFate.Unknown when notice.UnknownSinceMs is null:
                await host.PutAsync([(notice with { UnknownSinceMs = wall }).ToRecord()]).ConfigureAwait(false);
                break;
            case AppFate.Unknown or AppFate.Later:
                break;
        }
    }

    private async Task TakeBackAsync(List<Standing> exited, CancellationToken stop)
    {
        if (exited.Count == 0) return;
        var now = NowMs;
        var taken = await host.ChangeOpenTasksAsync(
            [.. exited.Select(standing => standing.Delivery with { State = DeliveryState.Skipped, Reason = $"ended:{standing.Exited}", UpdatedAtMs = now })], _ => []).ConfigureAwait(false);
        foreach (var key in taken.Select(task => task.Task).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            _toRecall!.Add(key);
            if (host.Document(TaskNotice.Collection, key) is { } stored) await RecallAsync(TaskNotice.Read(stored), stop).ConfigureAwait(false);
        }
    }

    /// <summary>A message is of no use once all of its tasks were taken back; one of which some were done stays as their record.</summary>
    private async Task RecallAsync(TaskNotice notice, CancellationToken stop)
    {
        if (notice.Msgid is not { Length: > 0 } msgid || host.OfTask(notice.Key).Any(task => task.State != DeliveryState.Skipped)) return;
        if (!await app.RecallAsync(msgid, stop).ConfigureAwait(false)) return;
        _toRecall?.Remove(notice.Key);
        await host.PutAsync([notice.ToRemoval()]).ConfigureAwait(false);
    }

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long WallMs => host.Wall.GetUtcNow().ToUnixTimeMilliseconds();
}
