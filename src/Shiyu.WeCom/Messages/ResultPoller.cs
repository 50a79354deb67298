using Microsoft.Extensions.Logging;
using Shiyu.Store;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>
/// Asks WeCom what became of tasks: whether the member confirmed, and what reached each customer. There is no callback for it. After three days a task
/// nobody confirmed is taken back; only when WeCom says that it is, its messages count as failed, for until then the member could still send them.
/// </summary>
internal sealed class ResultPoller(IWeComHost host, WeComClient client, WeComOptions options, TaskBook tasks, OutcomeBook outcomes, ILogger log)
{
    private const int AtATime = 4;
    private static readonly TimeSpan DoneKept = TimeSpan.FromDays(40);    // longer than WeCom's listings reach back

    /// <summary>When the next task is due, business time; null when none is open.</summary>
    public DateTimeOffset? NextAt =>
        tasks.Open.Where(task => task.State == MessageTaskState.Queued).Select(task => (long?)task.NextPollAtMs).Min() is { } ms
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;

    /// <summary>Asks about every task that is due.</summary>
    public async Task PollDueAsync(CancellationToken stop)
    {
        if (!options.IsConfigured) return;
        var now = NowMs;
        // One that is being taken back is asked about there; what became of it must not be read as somebody else's cancelling.
        var due = tasks.Open.Where(task => task.State == MessageTaskState.Queued && task.NextPollAtMs <= now && (!task.Withdrawing || IsLast(task))).ToList();
        if (due.Count == 0) return;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (task, cancel) =>
        {
            try
            {
                await PollAsync(task, cancel).ConfigureAwait(false);
            }
            catch (WeComCallException e)
            {
                log.LogWarning("Results of task {Task} come later: {Failure}", task.Key, e.Message);
                await LaterAsync(task).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
        await outcomes.FlushAsync(stop).ConfigureAwait(false);
        await tasks.ForgetDoneAsync(now - (long)DoneKept.TotalMilliseconds).ConfigureAwait(false);
    }

    private async Task PollAsync(MessageTask task, CancellationToken stop)
    {
        var last = IsLast(task);
        bool confirmed;
        try
        {
            confirmed = (await client.MessageStatesAsync(task.Msgid!, stop).ConfigureAwait(false)).Any(state => state.Userid == task.Member && state.Status == 2);
        }
        catch (WeComException e) when (e.Error.Code is 41093 or 41047)
        {
            await EndAsync(task, [], e.Error.Code == 41093 ? Reasons.Cancelled : Reasons.Of(e.Error), stop).ConfigureAwait(false);
            return;
        }
        if (!confirmed && !last)
        {
            await LaterAsync(task).ConfigureAwait(false);
            return;
        }
        if (!confirmed && !await CancelAsync(task, stop).ConfigureAwait(false))
        {
            await StopAskingAsync(task).ConfigureAwait(false);
            return;
        }
        // Read after the cancelling, too: the member may have confirmed in between.
        var results = await client.SendResultsAsync(task.Msgid!, task.Member, stop).ConfigureAwait(false);
        if (last) await EndAsync(task, results, confirmed ? null : Reasons.Unconfirmed, stop).ConfigureAwait(false);
        else await ConfirmedAsync(task, results).ConfigureAwait(false);
    }

    private bool IsLast(MessageTask task) => NowMs - task.CreatedAtMs >= (long)PollTimes.GiveUpAfter.TotalMilliseconds;

    private Task LaterAsync(MessageTask task) =>
        tasks.SaveAsync(task with { Polls = task.Polls + 1, NextPollAtMs = PollTimes.Next(task.Polls + 1, NowMs, host.Clock.Rate) }, [], []);

    /// <summary>The member has sent it; customers without a result yet are asked about again in an hour.</summary>
    private async Task ConfirmedAsync(MessageTask task, IReadOnlyList<SendResult> results)
    {
        var (changed, fates, open) = Apply(task, results, leftover: null);
        var next = task with { ConfirmedAtMs = task.ConfirmedAtMs ?? NowMs, Polls = task.Polls + 1 };
        next = open == 0
            ? next with { State = MessageTaskState.Done }
            : next with { NextPollAtMs = PollTimes.Next(polls: int.MaxValue, NowMs, host.Clock.Rate) };
        await tasks.SaveAsync(next, changed, [.. OutcomeBook.Records(task.Key, fates)]).ConfigureAwait(false);
    }

    /// <summary>No more is asked. Customers without a result end with the reason; those of a confirmed task were not reached, or stay without a result.</summary>
    private async Task EndAsync(MessageTask task, IReadOnlyList<SendResult> results, string? leftover, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var (changed, fates, _) = Apply(task, results, leftover ?? Reasons.NotReachable);
        await tasks.SaveAsync(task with { State = MessageTaskState.Done, Reason = leftover }, changed, [.. OutcomeBook.Records(task.Key, fates)])
            .ConfigureAwait(false);
    }

    private async Task<bool> CancelAsync(MessageTask task, CancellationToken stop)
    {
        try
        {
            await client.CancelMessageAsync(task.Msgid!, stop).ConfigureAwait(false);
            return true;
        }
        catch (WeComException e) when (e.Error.Code == 41093)
        {
            return true;    // cancelled before
        }
        catch (WeComCallException e)
        {
            log.LogWarning("Task {Task} could not be taken back: {Failure}", task.Key, e.Message);
            return false;
        }
    }

    /// <summary>The member may still confirm it one day; the deliveries say so and stay queued.</summary>
    private Task StopAskingAsync(MessageTask task) =>
        tasks.SaveAsync(task with { State = MessageTaskState.Done, Reason = Reasons.Unconfirmed },
            [.. host.OfTask(task.Key).Where(IsOpen).Select(delivery => delivery with { Reason = Reasons.Unconfirmed, UpdatedAtMs = NowMs })], []);

    /// <param name="leftover">Why those without a result fail now; null to leave them confirmed and open.</param>
    private (List<Delivery> Changed, List<Outcome> Fates, int Open) Apply(MessageTask task, IReadOnlyList<SendResult> results, string? leftover)
    {
        var now = NowMs;
        var byCustomer = new Dictionary<string, SendResult>(StringComparer.Ordinal);
        foreach (var result in results) byCustomer[result.ExternalUserid] = result;
        var customers = tasks.Recipients(task.Key).ToDictionary(recipient => recipient.Delivery, recipient => recipient.ExternalUserId);
        var (changed, fates, open) = (new List<Delivery>(), new List<Outcome>(), 0);
        foreach (var delivery in host.OfTask(task.Key).Where(IsOpen))
        {
            var customer = customers[delivery.Sequence];
            var result = byCustomer.GetValueOrDefault(customer);
            var (state, reason) = result?.Status switch
            {
                1 => (DeliveryState.Delivered, null),
                2 => (DeliveryState.Failed, Reasons.NotAFriend),
                3 => (DeliveryState.Failed, Reasons.Quota),
                // The member left out who had left the run.
                _ when leftover is not null && delivery.Reason == Reasons.Exited => (DeliveryState.Skipped, Reasons.Exited),
                // Listed as not sent by a member who has confirmed: neither delivered nor failed.
                not null when leftover == Reasons.NotReachable => (DeliveryState.Confirmed, Reasons.NoResult),
                _ when leftover is not null => (DeliveryState.Failed, leftover),
                _ => (DeliveryState.Confirmed, delivery.Reason == Reasons.Exited ? Reasons.Exited : null),
            };
            var final = state is DeliveryState.Delivered or DeliveryState.Failed or DeliveryState.Skipped;
            if (!final) open++;
            if (state == delivery.State && reason == delivery.Reason) continue;
            var after = delivery with { State = state, Reason = reason, UpdatedAtMs = now };
            changed.Add(after);
            if (!final) continue;
            // WeCom dates by business time; a date after now is a clock that runs ahead, not a message from the future.
            var at = result is { SendTime: > 0 } && state == DeliveryState.Delivered ? Math.Min(result.SendTime * 1_000, now) : now;
            fates.Add(Outcome.Of(after, customer, at));
        }
        return (changed, fates, open);
    }

    private static bool IsOpen(Delivery delivery) => delivery.State is DeliveryState.Queued or DeliveryState.Confirmed or DeliveryState.Uncertain;

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}
