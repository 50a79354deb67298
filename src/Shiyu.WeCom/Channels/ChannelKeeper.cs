using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shiyu.Engine.Definitions;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Channels;

/// <summary>
/// Keeps every code at WeCom as its duty says: at the exact instants at which that changes by time, and as soon as a counted add changes it. Nothing polls:
/// between two changes it waits for the log, for somebody who edits a code, or for the next instant.
/// </summary>
internal sealed class ChannelKeeper(
    IWeComHost host, WeComOptions options, ChannelBook book, ChannelLedger ledger, WayApplier applier, ILogger<ChannelKeeper> log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // Timers do not notice that a clock was set: the time is looked at again this often.
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _one = new(1);
    private readonly SemaphoreSlim _look = new(0, 1);
    private DefinitionSet? _definitions;

    /// <summary>The workspace's clock and calendar, as in force.</summary>
    public Roster Roster => new(host.Zone, host.Definitions.Calendar);

    /// <summary>Who stands on a code now, and until when.</summary>
    public Standing Standing(ChannelRecord record) => Duty(record).At(ledger.CountsOf(record.Code.Name), NowMs);

    /// <summary>Looks at all codes again: something was edited.</summary>
    public void Look()
    {
        try
        {
            _look.Release();
        }
        catch (SemaphoreFullException)
        {
            // A look is due already.
        }
    }

    /// <summary>Counts what the log holds, and tells WeCom what has changed.</summary>
    /// <returns>When to look again at the latest, business time and wall time; null when time alone changes nothing.</returns>
    public async Task<(long? BusinessMs, long? WallMs)> KeepAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            _definitions = host.Definitions;
            await ledger.CatchUpAsync(Among, Roster, stop).ConfigureAwait(false);
            (long? business, long? wall) next = (null, null);
            foreach (var name in book.All.Select(record => record.Code.Name)) next = Earlier(next, await KeepAsync(name, stop).ConfigureAwait(false));
            return next;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Counts what the log holds by now; whoever counts an add sees to it that the codes are looked at.</summary>
    public async Task CountAsync(CancellationToken stop)
    {
        if (await ledger.CatchUpAsync(Among, Roster, stop).ConfigureAwait(false)) Look();
    }

    /// <summary>Changes a code, between two rounds, and tells WeCom of it.</summary>
    public async Task ChangeAsync(string name, Func<ChannelRecord?, ChannelRecord> change, CancellationToken stop)
    {
        await _one.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            await book.SaveAsync(change(book.Find(name))).ConfigureAwait(false);
            await KeepAsync(name, stop).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
        Look();    // what comes next may come earlier now
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(FollowAsync(stoppingToken), KeepOnAsync(stoppingToken));

    /// <summary>Whatever the log gets is counted at once; who stands is looked at where a count changed.</summary>
    private Task FollowAsync(CancellationToken stop) => OnAndOnAsync("counting", async () =>
    {
        await ledger.WaitAsync(stop).ConfigureAwait(false);
        await CountAsync(stop).ConfigureAwait(false);
        // A publication stands in the log, too, and may have changed the calendar or the zone.
        if (!ReferenceEquals(_definitions, host.Definitions)) Look();
    }, stop);

    private Task KeepOnAsync(CancellationToken stop) => OnAndOnAsync("keeping codes", async () =>
    {
        var (businessMs, wallMs) = await KeepAsync(stop).ConfigureAwait(false);
        var wait = LookAgain;
        if (businessMs is { } at) wait = Shorter(wait, host.Clock.OnTheWall(DateTimeOffset.FromUnixTimeMilliseconds(at) - host.Clock.GetUtcNow()));
        if (wallMs is { } again) wait = Shorter(wait, DateTimeOffset.FromUnixTimeMilliseconds(again) - host.Wall.GetUtcNow());
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] either = [_look.WaitAsync(enough.Token), Task.Delay(wait, host.Wall, enough.Token)];
        await Task.WhenAny(either).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        foreach (var one in either) await one.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }, stop);

    private async Task OnAndOnAsync(string what, Func<Task> round, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await round().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "Channel codes: {What} failed and is tried again.", what);
                await Task.Delay(FirstPause, host.Wall, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<(long?, long?)> KeepAsync(string name, CancellationToken stop)
    {
        var record = await TidyAsync(book.Find(name)!).ConfigureAwait(false);
        var standing = Standing(record);
        if (options.IsConfigured && WayApplier.IsDue(record, standing.Members) && (record.Fault is not { } resting || resting.TryAgainAtMs <= WallMs))
        {
            await ApplyAsync(record, standing, stop).ConfigureAwait(false);
            record = book.Find(name)!;
            standing = Standing(record);
        }
        long? refusedUntil = record.Refused is { Count: > 0 } refused && record.RemovedAtMs is null ? refused.Values.Min(member => member.UntilMs) : null;
        return (record.RemovedAtMs is null ? standing.ChangesAtMs : null, Earliest(refusedUntil, record.Fault?.TryAgainAtMs));
    }

    /// <summary>Forgets refusals that have run out, and a fault that stands in nothing's way any more.</summary>
    private async Task<ChannelRecord> TidyAsync(ChannelRecord record)
    {
        var tidy = record;
        if (record.Refused is { } refused && refused.Values.Any(member => member.UntilMs <= WallMs)) tidy = tidy with { Refused = Marked(record, FrozenDictionary<string, RefusedMember>.Empty) };
        if (tidy.Fault is not null && !WayApplier.IsDue(tidy, Standing(tidy).Members)) tidy = tidy with { Fault = null };
        if (tidy != record) await book.SaveAsync(tidy).ConfigureAwait(false);
        return tidy;
    }

    private async Task ApplyAsync(ChannelRecord record, Standing standing, CancellationToken stop)
    {
        var name = record.Code.Name;
        try
        {
            try
            {
                await applier.ApplyAsync(record, standing.Members, stop).ConfigureAwait(false);
            }
            catch (WeComException e) when (e.Error.Retry == WeComRetry.Member)
            {
                var refused = await applier.ProbeAsync(name, standing.Members, stop).ConfigureAwait(false);
                var marked = book.Find(name)!;
                await book.SaveAsync(marked with { Refused = Marked(marked, refused) }).ConfigureAwait(false);
                log.LogWarning("WeCom refuses {Members} on the code {Code}: {Meaning}", string.Join(", ", refused.Keys), name, e.Error.InEnglish);
                marked = book.Find(name)!;
                if (Standing(marked) is { Members.Count: > 0 } rest && WayApplier.IsDue(marked, rest.Members)) await applier.ApplyAsync(marked, rest.Members, stop).ConfigureAwait(false);
            }
        }
        catch (WeComCallException e)
        {
            await FailedAsync(book.Find(name)!, e).ConfigureAwait(false);
        }
    }

    private SortedDictionary<string, RefusedMember> Marked(ChannelRecord record, IReadOnlyDictionary<string, RefusedMember> more)
    {
        var all = new SortedDictionary<string, RefusedMember>(StringComparer.Ordinal);
        foreach (var (member, refusal) in record.Refused ?? FrozenDictionary<string, RefusedMember>.Empty)
        {
            if (refusal.UntilMs > WallMs) all[member] = refusal;
        }
        foreach (var (member, refusal) in more) all[member] = refusal;
        return all;
    }

    private Task FailedAsync(ChannelRecord record, WeComCallException e)
    {
        var failures = (record.Fault?.Failures ?? 0) + 1;
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(failures - 1, 10)));
        var error = (e as WeComException)?.Error;
        // A person has to act: trying again soon would only fill the log.
        if (error?.Retry is WeComRetry.Configuration or WeComRetry.Never) pause = LongestPause;
        var again = host.Wall.GetUtcNow() + pause;
        if (e is WeComException { RetryAt: { } at } && at > again) again = at;
        var text = error is null ? e.Message : $"{error.MeaningZh}；{error.AdviceZh}";
        return book.SaveAsync(record with { Fault = new ChannelFault(error?.Code, text, WallMs, again.ToUnixTimeMilliseconds(), failures) });
    }

    private ChannelDuty Duty(ChannelRecord record) => new(record.Code, Roster, ledger.FriendsOf,
        (record.Refused ?? FrozenDictionary<string, RefusedMember>.Empty).Where(member => member.Value.UntilMs > WallMs).Select(member => member.Key)
            .ToFrozenSet(StringComparer.Ordinal));

    private string Among(string channel, ChannelCounts counts, long atMs) => book.Find(channel) is { RemovedAtMs: null } record ? Duty(record).Among(counts, atMs) : "";

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => b < TimeSpan.Zero ? TimeSpan.Zero : a < b ? a : b;

    private static (long?, long?) Earlier((long? Business, long? Wall) a, (long? Business, long? Wall) b) => (Earliest(a.Business, b.Business), Earliest(a.Wall, b.Wall));

    private static long? Earliest(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    private long NowMs => host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long WallMs => host.Wall.GetUtcNow().ToUnixTimeMilliseconds();
}
