using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>
/// Brings in what a corp has when it is connected, and compares every night what WeCom has with what we know. An unfinished pass goes on at the next start.
/// </summary>
public sealed class ContactSyncService(IWeComHost host, WeComOptions options, ContactSync sync, ILogger<ContactSyncService> log) : BackgroundService
{
    private static readonly TimeSpan Daily = TimeSpan.FromHours(3);
    private static readonly TimeSpan PauseFirst = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseLongest = TimeSpan.FromMinutes(10);
    private readonly Lock _lock = new();
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>When the next pass begins by itself, business time; null while one is under way or WeCom is not configured.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Asks for a pass now: one that rests after a failure goes on at once, and after one that is under way another begins.</summary>
    /// <returns>False when WeCom is not configured.</returns>
    public bool StartNow()
    {
        if (!options.IsConfigured) return false;
        lock (_lock) _asked.TrySetResult();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsConfigured) return;
        var kind = SyncPass.Daily;
        while (true)
        {
            if (sync.Pass is { IsDone: true }) kind = await WaitForNextAsync(stoppingToken).ConfigureAwait(false);
            NextAt = null;
            await RunAsync(kind, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<string> WaitForNextAsync(CancellationToken stop)
    {
        var next = NextDaily(host.Clock.GetUtcNow());
        NextAt = next;
        return await WaitAsync(next - host.Clock.GetUtcNow(), host.Clock, stop).ConfigureAwait(false) ? SyncPass.Manual : SyncPass.Daily;
    }

    /// <summary>Three in the morning, on the workspace's clock: nobody is added then and nothing is sent.</summary>
    private DateTimeOffset NextDaily(DateTimeOffset now)
    {
        var midnight = host.DayStartMs(now.ToUnixTimeMilliseconds());
        // Days are 23 to 25 hours long, so a day and a half after midnight is the next day.
        return Night(midnight) > now ? Night(midnight) : Night(host.DayStartMs(midnight + (36 * 3_600_000)));

        static DateTimeOffset Night(long midnight) => DateTimeOffset.FromUnixTimeMilliseconds(midnight) + Daily;
    }

    private async Task RunAsync(string kind, CancellationToken stop)
    {
        for (var failures = 0; ; failures++)
        {
            var pause = PauseFirst * Math.Pow(2, Math.Min(failures, 6));
            string why;
            try
            {
                await sync.RunAsync(kind, stop).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                throw;
            }
            catch (WeComException e)
            {
                why = e.Error.InChinese;
                if (e.RetryAt is { } at) pause = at - host.Wall.GetUtcNow();
                else if (e.Error.Retry == WeComRetry.Configuration) pause = PauseLongest;    // a person must act first
            }
            catch (WeComCallException e)
            {
                why = e.Message;
            }
            catch (Exception e)
            {
                log.LogError(e, "The synchronisation with WeCom failed; it goes on later.");
                why = e.Message;
            }
            if (sync.Pass is not null) await sync.FailedAsync(why).ConfigureAwait(false);
            await WaitAsync(pause < PauseLongest ? pause : PauseLongest, host.Wall, stop).ConfigureAwait(false);
        }
    }

    /// <returns>Whether somebody asked before the time had passed.</returns>
    private async Task<bool> WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken stop)
    {
        Task asked;
        lock (_lock) asked = _asked.Task;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var first = await Task.WhenAny(Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock, either.Token), asked).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        stop.ThrowIfCancellationRequested();
        if (first != asked) return false;
        lock (_lock) _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return true;
    }
}
