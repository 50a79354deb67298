using Microsoft.Extensions.Logging;
using Shiyu.Store;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>
/// Takes a task back whose customers have left. WeCom's "done" to that says nothing of a member who confirmed at the same moment: only when its own lists show
/// that the task is gone, and none of it was sent, are those who left written off and the rest planned again. Where the member was faster, it is confirmed.
/// </summary>
internal sealed class TaskWithdrawal(IWeComHost host, WeComClient client, TaskBook tasks, OutcomeBook outcomes, ILogger log)
{
    /// <summary>One try; where it is not known yet what became of it, the next look goes on.</summary>
    /// <param name="open">The task's deliveries that wait for the confirmation; those who have left are marked.</param>
    public async Task GoOnAsync(MessageTask task, IReadOnlyList<Delivery> open, CancellationToken stop)
    {
        if (!await CancelAsync(task, stop).ConfigureAwait(false)) return;
        switch (await FateAsync(task, stop).ConfigureAwait(false))
        {
            case Fate.Gone:
                await GoneAsync(task, open, stop).ConfigureAwait(false);
                break;
            case Fate.Confirmed:
                log.LogInformation("Task {Task} was confirmed before it could be taken back.", task.Key);
                await tasks.SaveAsync(task with { Withdrawing = false, NextPollAtMs = NowMs }, [], []).ConfigureAwait(false);
                break;
            case Fate.Unknown:
                break;
        }
    }

    /// <returns>False: WeCom will not take it back, so that it stays what it was.</returns>
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
        catch (WeComException e) when (e.Error.Retry is WeComRetry.Never or WeComRetry.Member)
        {
            log.LogWarning("Task {Task} cannot be taken back: {Failure}", task.Key, e.Message);
            await tasks.SaveAsync(task with { Withdrawing = false }, [], []).ConfigureAwait(false);
            return false;
        }
    }

    private async Task<Fate> FateAsync(MessageTask task, CancellationToken stop)
    {
        try
        {
            var member = (await client.MessageStatesAsync(task.Msgid!, stop).ConfigureAwait(false)).FirstOrDefault(state => state.Userid == task.Member);
            if (member is not null) return member.Status == 2 ? Fate.Confirmed : Fate.Unknown;
            var results = await client.SendResultsAsync(task.Msgid!, task.Member, stop).ConfigureAwait(false);
            return results.Any(result => result.Status == 1) ? Fate.Confirmed : Fate.Gone;
        }
        catch (WeComException e) when (e.Error.Code == 41093)
        {
            return Fate.Gone;
        }
    }

    private async Task GoneAsync(MessageTask task, IReadOnlyList<Delivery> open, CancellationToken stop)
    {
        var now = NowMs;
        var customers = tasks.Recipients(task.Key).ToDictionary(recipient => recipient.Delivery, recipient => recipient.ExternalUserId);
        var left = open.Where(delivery => delivery.Reason == Reasons.Exited).Select(delivery => delivery with { State = DeliveryState.Skipped, UpdatedAtMs = now }).ToList();
        var rest = MessageSender.Planned(open.Where(delivery => delivery.Reason != Reasons.Exited), now);
        var fates = left.ConvertAll(delivery => Outcome.Of(delivery, customers[delivery.Sequence], now));
        log.LogInformation("Task {Task} was taken back: {Left} have left, {Rest} are planned again.", task.Key, left.Count, rest.Count);
        await tasks.SaveAsync(task with { State = MessageTaskState.Done, Reason = Reasons.Exited }, [.. left, .. rest], [.. OutcomeBook.Records(task.Key, fates)])
            .ConfigureAwait(false);
        await outcomes.FlushAsync(stop).ConfigureAwait(false);
    }

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private enum Fate { Unknown, Gone, Confirmed }
}
