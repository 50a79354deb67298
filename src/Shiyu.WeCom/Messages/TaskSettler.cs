using Microsoft.Extensions.Logging;
using Shiyu.Store;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>
/// Finds out by asking whether WeCom took a request that went unanswered (law 5). A task is ours when content, time range, member and recipients fit.
/// One match: it was taken. None, after the wait and two full listings: it was not, and its messages are planned again. More, or one that was cancelled
/// and hides its recipients: a person decides.
/// </summary>
internal sealed class TaskSettler(IWeComHost host, WeComClient client, WeComOptions options, TaskBook tasks, ILogger log)
{
    private const int ListingsNeeded = 2;

    /// <summary>How far WeCom's clock and ours may lie apart, on the wall; in business time it is as many times more as that runs faster.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SkewAtLeast = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan SpanMax = TimeSpan.FromDays(28);    // WeCom lists at most one month
    private static readonly TimeSpan ClockSetMost = TimeSpan.FromDays(7);
    private readonly long _startedAtMs = host.Wall.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Asks once about every unsettled task.</summary>
    /// <returns>How many were settled.</returns>
    public async Task<int> SettleAsync(CancellationToken stop)
    {
        if (!options.IsConfigured) return 0;
        var settled = 0;
        foreach (var seen in tasks.Unsettled)
        {
            // A request still under way holds its reservation; one that nobody holds has lost its sender.
            if (tasks.IsUnderWay(seen.MemberAndContent)) continue;
            // Read again: while those before it were asked about, its own answer may have come, and what is known must not become uncertain.
            if (tasks.Find(seen.Key) is { State: MessageTaskState.Sending or MessageTaskState.Uncertain } task
                && await SettleAsync(task, stop).ConfigureAwait(false)) settled++;
        }
        return settled;
    }

    /// <summary>A person's decision about an ambiguous task: which of the candidates it is, or that it was not taken.</summary>
    /// <param name="msgid">Null: it was not taken; its messages are planned again.</param>
    public async Task<bool> DecideAsync(string key, string? msgid)
    {
        if (tasks.Find(key) is not { State: MessageTaskState.Ambiguous } task) return false;
        if (msgid is not null && task.Candidates?.Contains(msgid) != true) return false;
        await (msgid is null ? NotTakenAsync(task) : TakenAsync(task, msgid)).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> SettleAsync(MessageTask task, CancellationToken stop)
    {
        var wallMs = host.Wall.GetUtcNow().ToUnixTimeMilliseconds();
        // Read before asking: only a listing that began after the wait can prove that there is nothing.
        var waited = wallMs - WaitsSince(task, wallMs) >= (long)options.SettleWait.TotalMilliseconds;
        Matches found;
        try
        {
            found = await LookAsync(task, stop).ConfigureAwait(false);
        }
        catch (WeComCallException e)
        {
            log.LogWarning("Task {Task} stays uncertain: {Failure}", task.Key, e.Message);
            return false;    // no full listing, no conclusion
        }
        // A cancelled one never shows its recipients, so waiting would not tell whose it was.
        if (found.Sure.Count + found.Unclear.Count > 1 || found.Cancelled)
        {
            await AmbiguousAsync(task, [.. found.Sure, .. found.Unclear]).ConfigureAwait(false);
            return false;
        }
        if (found.Unclear.Count == 1) return false;    // WeCom is still dispatching it: its recipients are not known yet
        if (found.Sure.Count == 1)
        {
            await TakenAsync(task, found.Sure[0]).ConfigureAwait(false);
            return true;
        }
        if (!waited) return false;
        var listings = task.Listings + 1;
        if (listings >= ListingsNeeded)
        {
            await NotTakenAsync(task).ConfigureAwait(false);
            return true;
        }
        await tasks.SaveAsync(task with { State = MessageTaskState.Uncertain, Listings = listings }, [], []).ConfigureAwait(false);
        return false;
    }

    /// <summary>
    /// From when on the wait counts. What an earlier start wrote down may stand on a clock that was set since: then it counts from this start, which is later
    /// than the request in any case.
    /// </summary>
    private long WaitsSince(MessageTask task, long wallMs) =>
        (task.UnansweredAtMs ?? task.BegunAtMs) is var at && at >= _startedAtMs && at <= wallMs ? at : _startedAtMs;

    /// <summary>Tasks at WeCom that fit: with the same recipients, or with recipients that cannot be read yet.</summary>
    private async Task<Matches> LookAsync(MessageTask task, CancellationToken stop)
    {
        var skew = TimeSpan.FromTicks(Math.Clamp((long)(Skew.Ticks * host.Clock.Rate), SkewAtLeast.Ticks, SpanMax.Ticks / 4));
        var (from, to) = Span(task);
        (from, to) = (from - skew, to + skew);
        if (to - from > SpanMax) to = from + SpanMax;
        // By our own clock, which may have been set since.
        var known = tasks.KnownMsgids(task.CreatedAtMs - (long)(skew + ClockSetMost).TotalMilliseconds);
        var ours = tasks.Recipients(task.Key).Select(recipient => recipient.ExternalUserId).ToHashSet(StringComparer.Ordinal);
        var (sure, unclear, cancelled) = (new List<string>(), new List<string>(), false);
        foreach (var listed in await client.ListMessagesAsync(from, to, stop).ConfigureAwait(false))
        {
            // Made by a person (type 1) or in the console (with another creator) it is not ours; a task of the API has no creator.
            if (listed.Msgid.Length == 0 || listed.CreateType == 1 || (listed.Creator.Length > 0 && listed.Creator != task.Member)) continue;
            if (known.Contains(listed.Msgid) || !task.Content.IsThatOf(listed)) continue;
            try
            {
                var results = await client.SendResultsAsync(listed.Msgid, task.Member, stop).ConfigureAwait(false);
                if (results.Count == 0)
                {
                    var states = await client.MessageStatesAsync(listed.Msgid, stop).ConfigureAwait(false);
                    if (states.Count == 0 || states.Any(state => state.Userid == task.Member)) unclear.Add(listed.Msgid);
                }
                // Customers whom WeCom could not reach are missing there, so fewer are a match, and a stranger is none.
                // Where the member may choose, one who chose somebody more has still sent ours.
                else if (results.All(result => ours.Contains(result.ExternalUserid)) || (task.Select && results.Any(result => ours.Contains(result.ExternalUserid))))
                {
                    sure.Add(listed.Msgid);
                }
            }
            catch (WeComException e) when (e.Error.Retry == WeComRetry.PollLater)
            {
                unclear.Add(listed.Msgid);
            }
            catch (WeComException e) when (e.Error.Code is 41093)
            {
                unclear.Add(listed.Msgid);
                cancelled = true;
            }
        }
        return new Matches(sure, unclear, cancelled);
    }

    /// <summary>
    /// From the request until now by WeCom's clock, which dates what it lists: ours may be hours away from it. Where business time runs faster, WeCom's stand-in dates
    /// by that and not as its answers do.
    /// </summary>
    private (DateTimeOffset From, DateTimeOffset To) Span(MessageTask task) => host.Clock.Rate == 1 && task.WeComAtMs is { } at && client.WeComNow is { } now
        ? (DateTimeOffset.FromUnixTimeMilliseconds(at), now)
        : (DateTimeOffset.FromUnixTimeMilliseconds(task.CreatedAtMs), host.Clock.GetUtcNow());

    private Task TakenAsync(MessageTask task, string msgid)
    {
        log.LogInformation("Task {Task} was taken by WeCom as {Msgid}.", task.Key, msgid);
        var now = NowMs;
        return tasks.SaveAsync(
            task with { State = MessageTaskState.Queued, Msgid = msgid, Candidates = null, Reason = null, NextPollAtMs = PollTimes.Next(0, now, host.Clock.Rate) },
            [.. Uncertain(task).Select(delivery => delivery with { State = DeliveryState.Queued, Reason = null, UpdatedAtMs = now })], []);
    }

    private Task NotTakenAsync(MessageTask task)
    {
        log.LogInformation("Task {Task} was not taken by WeCom; its messages are planned again.", task.Key);
        return tasks.SaveAsync(task with { State = MessageTaskState.Done, Msgid = null }, MessageSender.Planned(Uncertain(task), NowMs), []);
    }

    private Task AmbiguousAsync(MessageTask task, IReadOnlyList<string> candidates)
    {
        log.LogWarning("Task {Task} waits for a person: {Count} tasks at WeCom fit.", task.Key, candidates.Count);
        return tasks.SaveAsync(
            task with { State = MessageTaskState.Ambiguous, Candidates = candidates, Reason = Reasons.Ambiguous },
            [.. Uncertain(task).Select(delivery => delivery with { Reason = Reasons.Ambiguous, UpdatedAtMs = NowMs })], []);
    }

    private IEnumerable<Delivery> Uncertain(MessageTask task) => host.OfTask(task.Key).Where(delivery => delivery.State == DeliveryState.Uncertain);

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private sealed record Matches(IReadOnlyList<string> Sure, IReadOnlyList<string> Unclear, bool Cancelled);
}
