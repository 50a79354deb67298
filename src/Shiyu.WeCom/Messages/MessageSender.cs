using Microsoft.Extensions.Logging;
using Shiyu.Runtime.Deliveries;
using Shiyu.Store;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>
/// Hands planned direct messages over to WeCom, packed: same member, same rendered content, one task. Law 5: before the request goes out, task and
/// deliveries stand durably as begun (their state is uncertain, for a crash would leave it so); what comes back moves them on. Law 6: whether each
/// may still go is asked once to pack them, again before it is begun, and at last right before its own request.
/// </summary>
internal sealed class MessageSender(IWeComHost host, WeComClient client, WeComOptions options, TaskBook tasks, OutcomeBook outcomes, ILogger log)
{
    /// <summary>Customers in one task.</summary>
    public const int CustomersMax = 10_000;

    private const int BatchMax = 20_000;
    private const int AtATime = 4;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongRest = TimeSpan.FromMinutes(10);
    private DateTimeOffset _restsUntil = DateTimeOffset.MinValue;
    private readonly MemberLoads _loads = new(host, tasks);
    private int _leftBehind;

    /// <summary>Until when nothing is sent (wall time), because WeCom is out of reach, limits us or refuses the app; null when sending goes on.</summary>
    public DateTimeOffset? RestsUntil => _restsUntil > host.Wall.GetUtcNow() ? _restsUntil : null;

    /// <summary>One pass over what is due now.</summary>
    /// <returns>How many customers' messages were handed over or refused; what has to wait is not counted.</returns>
    public async Task<int> SendDueAsync(CancellationToken stop)
    {
        if (!options.IsConfigured || RestsUntil is not null) return 0;
        var now = NowMs;
        // Those that wait for an unsettled task, the end of quiet hours or their member's next day stay planned and stay the oldest: room for them, so that they do not hide the others.
        var due = host.Planned(BatchMax + _leftBehind).Where(delivery => delivery.DueAtMs <= now).ToList();
        if (due.Count == 0) return 0;
        var ready = await host.CheckAsync(due).ConfigureAwait(false);
        var (packed, faulty) = Pack(ready);
        await RefuseAsync(faulty, stop).ConfigureAwait(false);
        var (packs, over) = _loads.Divide(packed, now);
        await KeepBackAsync(over).ConfigureAwait(false);

        int handled = faulty.Count, waiting = over.Count;
        await Parallel.ForEachAsync(packs, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (pack, cancel) =>
        {
            if (RestsUntil is not null || !await IsPreparedAsync(cancel).ConfigureAwait(false) || !tasks.Reserve(pack.MemberAndContent))
            {
                Interlocked.Add(ref waiting, pack.Messages.Count);
                return;
            }
            try
            {
                Interlocked.Add(ref handled, await SendPackAsync(pack, cancel).ConfigureAwait(false));
            }
            finally
            {
                tasks.Release(pack.MemberAndContent);
            }
        }).ConfigureAwait(false);
        _leftBehind = waiting + (due.Count - ready.Count);
        await outcomes.FlushAsync(stop).ConfigureAwait(false);
        return handled;
    }

    /// <summary>The member has enough for today: the messages stay planned, say why, and are tried again; at midnight there is room.</summary>
    private Task KeepBackAsync(IReadOnlyList<ReadyMessage> over)
    {
        var now = NowMs;
        var told = over.Select(message => message.Delivery).Where(delivery => delivery.Reason != Reasons.MemberLoad)
            .Select(delivery => delivery with { Reason = Reasons.MemberLoad, UpdatedAtMs = now }).ToList();
        return told.Count == 0 ? Task.CompletedTask : host.ChangeAsync(told, []);
    }

    /// <summary>Same member and same content belong together; a customer once in a pack; content over WeCom's limits is told apart.</summary>
    internal static (IReadOnlyList<Packet> Packs, IReadOnlyList<(ReadyMessage Message, string Fault)> Faulty) Pack(IReadOnlyList<ReadyMessage> ready)
    {
        var packs = new List<Packet>();
        var faulty = new List<(ReadyMessage, string)>();
        var contents = new Dictionary<RenderedMaterial, MessageContent>();
        var groups = new Dictionary<(string Member, string Hash), (MessageContent Content, List<ReadyMessage> Messages, HashSet<string> Customers)>();
        foreach (var message in ready)
        {
            if (!contents.TryGetValue(message.Content, out var content)) contents[message.Content] = content = MessageContent.Of(message.Content);
            if (content.Fault is { } fault)
            {
                faulty.Add((message, fault));
                continue;
            }
            var key = (message.Member, content.Hash);
            if (!groups.TryGetValue(key, out var group)) groups[key] = group = (content, [], new(StringComparer.Ordinal));
            // Two runs may want to say the same to one customer: the second goes in a task of its own, in a later pass.
            if (group.Messages.Count < CustomersMax && group.Customers.Add(message.ExternalUserId)) group.Messages.Add(message);
        }
        foreach (var ((member, _), group) in groups) packs.Add(new Packet(member, group.Content, group.Messages));
        return (packs, faulty);
    }

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Fetching a token may take its time-outs and repeats: that must not come between the last look (law 6) and the request.</summary>
    private async Task<bool> IsPreparedAsync(CancellationToken stop)
    {
        try
        {
            await client.PrepareMessageTaskAsync(stop).ConfigureAwait(false);
            return true;
        }
        catch (WeComUnreachableException)
        {
            RestFor(Rest);
            return false;
        }
        catch (WeComException)
        {
            return true;    // the request meets the same refusal, and what it means is decided there
        }
    }

    private async Task<int> SendPackAsync(Packet pack, CancellationToken stop)
    {
        // Other packs may have taken their time. Who is now to be told something else, or by someone else, waits for the next pass.
        var messages = (await host.CheckAsync([.. pack.Messages.Select(message => message.Delivery)]).ConfigureAwait(false))
            .Where(message => message.Member == pack.Member && MessageContent.Of(message.Content).Hash == pack.Content.Hash)
            .ToList();
        if (messages.Count == 0) return 0;

        var now = NowMs;
        var task = new MessageTask(
            tasks.NewKey(now), pack.Member, pack.Content, messages.Count, MessageTaskState.Sending, now, host.Wall.GetUtcNow().ToUnixTimeMilliseconds(),
            Select: messages.Count > 1 && host.Definitions.Workspace.Unconfirmed.Select, WeComAtMs: client.WeComNow?.ToUnixTimeMilliseconds());
        var begun = messages.ConvertAll(message => message.Delivery with
        {
            State = DeliveryState.Uncertain, Reason = Reasons.Sending, Member = pack.Member, Task = task.Key, UpdatedAtMs = now,
        });
        var recipients = messages.Select((message, i) => new Recipient(begun[i].Sequence, message.ExternalUserId)).ToList();
        await tasks.BeginAsync(task, recipients, begun).ConfigureAwait(false);
        await AskForAsync(task, begun, recipients, stop).ConfigureAwait(false);
        return messages.Count;
    }

    /// <summary>
    /// The last moment (law 6): writing down that it is begun took its time, too. Who may no longer go is left out of the request and planned again, to be told why
    /// by the next pass. The task goes on naming them: after a crash those who were asked for are found among its recipients.
    /// </summary>
    private async Task AskForAsync(MessageTask task, List<Delivery> all, List<Recipient> named, CancellationToken stop)
    {
        var going = (await host.LookAsync(all).ConfigureAwait(false)).Where(message => IsStillThat(message, task)).Select(message => message.Delivery.Sequence).ToHashSet();
        if (going.Count == 0)
        {
            await BackToPlannedAsync(task, all).ConfigureAwait(false);
            return;
        }
        var (begun, left) = (all.FindAll(delivery => going.Contains(delivery.Sequence)), all.FindAll(delivery => !going.Contains(delivery.Sequence)));
        var recipients = named.FindAll(recipient => going.Contains(recipient.Delivery));
        var request = new MessageTaskRequest(
            "single", recipients.ConvertAll(recipient => recipient.ExternalUserId), task.Member, task.Content.TextPart, task.Content.Attachments, task.Select ? true : null);
        try
        {
            var answering = client.AddMessageTaskAsync(request, stop);
            if (left.Count > 0) await host.ChangeAsync(Planned(left, NowMs), []).ConfigureAwait(false);
            await TakenAsync(task with { Customers = begun.Count }, begun, recipients, await answering.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (WeComException e)
        {
            await RefusedAsync(task, begun, recipients, e).ConfigureAwait(false);
        }
        catch (WeComUnreachableException)
        {
            RestFor(Rest);
            await BackToPlannedAsync(task, begun).ConfigureAwait(false);
        }
        catch (WeComUnansweredException)
        {
            await UncertainAsync(task, begun, Reasons.Unanswered).ConfigureAwait(false);
        }
    }

    /// <summary>Not to be told something else by now, nor by someone else.</summary>
    private static bool IsStillThat(ReadyMessage message, MessageTask task) =>
        message.Member == task.Member && MessageContent.Of(message.Content).Hash == task.Content.Hash;

    private Task TakenAsync(MessageTask task, List<Delivery> begun, List<Recipient> recipients, MessageTaskAnswer answer)
    {
        // Taken, but not to be found again by an id: it is looked for like an unanswered one.
        if (answer.Msgid.Length == 0) return UncertainAsync(task, begun, Reasons.Unanswered);
        var (now, failed) = (NowMs, (answer.FailList ?? []).ToHashSet(StringComparer.Ordinal));
        var (changed, fates) = (new List<Delivery>(begun.Count), new List<Outcome>());
        for (var i = 0; i < begun.Count; i++)
        {
            var reached = !failed.Contains(recipients[i].ExternalUserId);
            changed.Add(begun[i] with
            {
                State = reached ? DeliveryState.Queued : DeliveryState.Failed, Reason = reached ? null : Reasons.NotReachable, UpdatedAtMs = now,
            });
            if (!reached) fates.Add(Outcome.Of(changed[i], recipients[i].ExternalUserId, now));
        }
        var queued = task with
        {
            State = fates.Count < begun.Count ? MessageTaskState.Queued : MessageTaskState.Done, Msgid = answer.Msgid,
            NextPollAtMs = PollTimes.Next(polls: 0, now, host.Clock.Rate),
        };
        return tasks.SaveAsync(queued, changed, [.. OutcomeBook.Records(task.Key, fates)]);
    }

    private Task RefusedAsync(MessageTask task, List<Delivery> begun, List<Recipient> recipients, WeComException refusal)
    {
        switch (refusal.Error.Retry)
        {
            case WeComRetry.AfterDelay or WeComRetry.PollLater:
                // "Busy" does not say that nothing was done.
                return UncertainAsync(task, begun, Reasons.Of(refusal.Error));
            case WeComRetry.WhenWindowEnds:
                _restsUntil = refusal.RetryAt ?? host.Wall.GetUtcNow() + Rest;
                return BackToPlannedAsync(task, begun);
            case WeComRetry.WithFewerAtATime:
                RestFor(Rest);
                return BackToPlannedAsync(task, begun);
            case WeComRetry.RefreshToken or WeComRetry.Configuration:
                // Nothing goes until a person mends it; the messages stay planned, expire as they would anyway, and the status page says why.
                RestFor(LongRest);
                log.LogError("Direct messages rest: {Error}", refusal.Message);
                return BackToPlannedAsync(task, begun);
            case WeComRetry.Never or WeComRetry.RestartListing or WeComRetry.RelationLost or WeComRetry.Member:
                return FailAsync(task, begun, recipients, refusal.Error.Code == 41048 ? Reasons.NotReachable : Reasons.Of(refusal.Error));
            default:
                throw new InvalidOperationException($"{refusal.Error.Retry} has no meaning here.");
        }
    }

    private Task FailAsync(MessageTask task, List<Delivery> begun, List<Recipient> recipients, string reason)
    {
        var now = NowMs;
        var failed = begun.ConvertAll(delivery => delivery with { State = DeliveryState.Failed, Reason = reason, UpdatedAtMs = now });
        var fates = failed.Select((delivery, i) => Outcome.Of(delivery, recipients[i].ExternalUserId, now)).ToList();
        return tasks.SaveAsync(task with { State = MessageTaskState.Done }, failed, [.. OutcomeBook.Records(task.Key, fates)]);
    }

    private Task BackToPlannedAsync(MessageTask task, IReadOnlyList<Delivery> begun) =>
        tasks.SaveAsync(task with { State = MessageTaskState.Done }, Planned(begun, NowMs), []);

    private Task UncertainAsync(MessageTask task, IReadOnlyList<Delivery> begun, string reason) =>
        tasks.SaveAsync(
            task with { State = MessageTaskState.Uncertain, Reason = reason, UnansweredAtMs = host.Wall.GetUtcNow().ToUnixTimeMilliseconds() },
            [.. begun.Select(delivery => delivery with { Reason = reason, UpdatedAtMs = NowMs })], []);

    /// <summary>As if they had never been tried.</summary>
    internal static List<Delivery> Planned(IEnumerable<Delivery> deliveries, long nowMs) =>
        [.. deliveries.Select(delivery => delivery with { State = DeliveryState.Planned, Reason = null, Member = null, Task = null, UpdatedAtMs = nowMs })];

    private async Task RefuseAsync(IReadOnlyList<(ReadyMessage Message, string Fault)> faulty, CancellationToken stop)
    {
        if (faulty.Count == 0) return;
        var now = NowMs;
        var failed = faulty.Select(item => item.Message.Delivery with
        {
            State = DeliveryState.Failed, Reason = item.Fault, Member = item.Message.Member, UpdatedAtMs = now,
        }).ToList();
        var fates = failed.Select((delivery, i) => Outcome.Of(delivery, faulty[i].Message.ExternalUserId, now)).ToList();
        await host.ChangeAsync(failed, [.. OutcomeBook.Records(tasks.NewKey(now), fates)]).ConfigureAwait(false);
        await outcomes.FlushAsync(stop).ConfigureAwait(false);
    }

    private void RestFor(TimeSpan time) => _restsUntil = host.Wall.GetUtcNow() + time;
}

/// <summary>What goes in one task.</summary>
internal sealed record Packet(string Member, MessageContent Content, IReadOnlyList<ReadyMessage> Messages)
{
    public string MemberAndContent => $"{Member}/{Content.Hash}";
}
