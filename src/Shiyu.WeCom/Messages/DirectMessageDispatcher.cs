using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.App;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>Hands direct messages over to WeCom slot by slot, settles what went unanswered and fetches results. Without a configuration it rests.</summary>
public sealed class DirectMessageDispatcher : BackgroundService
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(15);
    private readonly IWeComHost _host;
    private readonly WeComOptions _options;
    private readonly TaskBook _tasks;
    private readonly OutcomeBook _outcomes;
    private readonly MessageSender _sender;
    private readonly TaskSettler _settler;
    private readonly ResultPoller _poller;
    private readonly Reminders _reminders;
    private readonly ExitWatch _exits;
    private readonly ILogger<DirectMessageDispatcher> _log;
    private readonly SemaphoreSlim _sendAgain = new(0);

    public DirectMessageDispatcher(IWeComHost host, WeComClient client, WeComOptions options, TaskBook tasks, AppMessages notices, ILogger<DirectMessageDispatcher> log)
    {
        (_host, _options, _tasks, _log) = (host, options, tasks, log);
        _outcomes = new OutcomeBook(host);
        _sender = new MessageSender(host, client, options, tasks, _outcomes, log);
        _settler = new TaskSettler(host, client, options, tasks, log);
        _poller = new ResultPoller(host, client, options, tasks, _outcomes, log);
        _reminders = new Reminders(host, client, options, tasks, log);
        _exits = new ExitWatch(host, options, tasks, new TaskWithdrawal(host, client, tasks, _outcomes, log), notices, log);
    }

    /// <summary>Until when nothing is sent (wall time); null when sending goes on.</summary>
    public DateTimeOffset? RestsUntil => _sender.RestsUntil;

    /// <summary>Hands over everything that is due; see the sender.</summary>
    public Task<int> SendDueAsync(CancellationToken stop) => _sender.SendDueAsync(stop);

    /// <summary>Asks WeCom once about every unsettled task.</summary>
    public Task<int> SettleAsync(CancellationToken stop) => _settler.SettleAsync(stop);

    /// <summary>Asks WeCom about the results that are due.</summary>
    public Task PollDueAsync(CancellationToken stop) => _poller.PollDueAsync(stop);

    /// <summary>Reminds the members whose time has come.</summary>
    public Task RemindDueAsync(CancellationToken stop) => _reminders.RemindDueAsync(stop);

    /// <summary>Looks for customers who have left their run before the confirmation.</summary>
    public Task LookForExitsAsync(CancellationToken stop) => _exits.LookAsync(stop);

    /// <summary>When results are asked for next, business time; null when no task is open.</summary>
    public DateTimeOffset? NextPollAt => _poller.NextAt;

    /// <summary>A person's decision about an ambiguous task.</summary>
    /// <param name="msgid">One of its candidates; null when WeCom has none of it, and its messages are to be planned again.</param>
    /// <returns>False when there is no such ambiguous task, or the id is none of its candidates.</returns>
    public async Task<bool> DecideAsync(string task, string? msgid)
    {
        var decided = await _settler.DecideAsync(task, msgid).ConfigureAwait(false);
        if (decided) _sendAgain.Release();
        return decided;
    }

    /// <summary>How long until the slot that holds this instant ends. Slots begin at multiples of their length, so that a restart keeps them.</summary>
    internal static TimeSpan UntilSlotEnds(DateTimeOffset now, TimeSpan slot) => slot - TimeSpan.FromTicks(now.UtcTicks % slot.Ticks);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!_options.IsConfigured)
        {
            _log.LogWarning("WeCom is not configured (SHIYU_WECOM_CORP_ID, SHIYU_WECOM_SECRET): direct messages stay planned.");
            return;
        }
        await Task.WhenAll(
            KeepAsync("sending", SendLoopAsync, stoppingToken),
            KeepAsync("settling", SettleLoopAsync, stoppingToken),
            KeepAsync("polling", PollLoopAsync, stoppingToken)).ConfigureAwait(false);
    }

    private async Task SendLoopAsync(CancellationToken stop)
    {
        await _outcomes.FlushAsync(stop).ConfigureAwait(false);
        // What an earlier start left planned goes with the first slot; nobody announces it again.
        for (var work = _host.Planned(1).Count > 0; ; work = false)
        {
            if (!work) await WaitForWorkAsync(stop).ConfigureAwait(false);
            await Task.Delay(UntilSlotEnds(_host.Clock.GetUtcNow(), _options.Slot), _host.Clock, stop).ConfigureAwait(false);
            await _sender.SendDueAsync(stop).ConfigureAwait(false);
        }
    }

    /// <summary>Until something is planned or settled, but not for ever: what was left behind by a rest or an unsettled task is tried again.</summary>
    private async Task WaitForWorkAsync(CancellationToken stop)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] either = [_host.WaitForPlannedAsync(enough.Token), _sendAgain.WaitAsync(enough.Token), Task.Delay(AtMost, _host.Wall, enough.Token)];
        await Task.WhenAny(either).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        foreach (var one in either) await one.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.ThrowIfCancellationRequested();
    }

    private async Task SettleLoopAsync(CancellationToken stop)
    {
        while (true)
        {
            if (await _settler.SettleAsync(stop).ConfigureAwait(false) > 0) _sendAgain.Release();
            await Task.Delay(_options.SettleInterval, _host.Wall, stop).ConfigureAwait(false);
        }
    }

    private async Task PollLoopAsync(CancellationToken stop)
    {
        while (true)
        {
            await _poller.PollDueAsync(stop).ConfigureAwait(false);
            await _exits.LookAsync(stop).ConfigureAwait(false);
            await _reminders.RemindDueAsync(stop).ConfigureAwait(false);
            var wait = new[] { _poller.NextAt, _exits.NextAt, _reminders.NextAt }.Min() is { } next ? _host.Clock.OnTheWall(Positive(next - _host.Clock.GetUtcNow())) : AtMost;
            // At most so long, because a task may be queued meanwhile; at least a moment, so that a task that is due but cannot be asked does not spin.
            wait = wait < AtMost ? wait : AtMost;
            await Task.Delay(wait > TimeSpan.FromMilliseconds(200) ? wait : TimeSpan.FromMilliseconds(200), _host.Wall, stop).ConfigureAwait(false);
        }
    }

    /// <summary>An error in one round (the store was busy, say) must not end the loop for good.</summary>
    private async Task KeepAsync(string name, Func<CancellationToken, Task> loop, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await loop(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                _log.LogError(e, "Direct messages: {Loop} failed and starts again.", name);
                await Task.Delay(AtMost, _host.Wall, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
