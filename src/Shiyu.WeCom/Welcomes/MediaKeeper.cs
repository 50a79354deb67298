using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;
using Shiyu.WeCom.Messages;

namespace Shiyu.WeCom.Welcomes;

/// <summary>
/// Keeps every medium at WeCom ahead of time, so that no welcome waits for an upload: at once when it is new, and again well before WeCom's copy dies.
/// </summary>
internal sealed class MediaKeeper(IWeComHost host, WeComClient client, WeComOptions options, MediaBook book, ILogger<MediaKeeper> log) : BackgroundService
{
    /// <summary>How long WeCom keeps an upload.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>So long before it dies it is uploaded again: a night's outage at WeCom must not show.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(18);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);
    private readonly SemaphoreSlim _look = new(0, 1);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>WeCom's id of a medium; null where it has none that is sure to be good now.</summary>
    public string? IdOf(MediaRecord media) => media.MediaId is { } id && WallMs < media.ExpiresAtMs ? id : null;

    /// <summary>Something is new, or WeCom did not take an id.</summary>
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

    /// <summary>WeCom refused the id (40007): it is uploaded anew.</summary>
    public async Task DropAsync(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (book.Find(name) is { MediaId: not null } media) await book.SaveAsync(media with { MediaId = null, TryAgainAtMs = 0 }).ConfigureAwait(false);
        }
        Look();
    }

    /// <summary>Uploads what is due.</summary>
    /// <returns>When the next is, wall time; null when there are no media.</returns>
    public async Task<long?> KeepAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            long? next = null;
            foreach (var media in book.All)
            {
                if (options.IsConfigured && DueAtMs(media) <= WallMs) await UploadAsync(media, stop).ConfigureAwait(false);
                if (book.Find(media.Name) is { } after) next = Math.Min(next ?? long.MaxValue, DueAtMs(after));
            }
            return next;
        }
        finally
        {
            _one.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = LookAgain;
            try
            {
                if (await KeepAsync(stoppingToken).ConfigureAwait(false) is { } next)
                    wait = TimeSpan.FromMilliseconds(Math.Clamp(next - WallMs, 1_000, (long)LookAgain.TotalMilliseconds));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "Media could not be kept at WeCom; it is tried again.");
                wait = FirstPause;
            }
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            Task[] either = [_look.WaitAsync(enough.Token), Task.Delay(wait, host.Wall, enough.Token)];
            await Task.WhenAny(either).ConfigureAwait(false);
            await enough.CancelAsync().ConfigureAwait(false);
            foreach (var one in either) await one.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static long DueAtMs(MediaRecord media) => media.TryAgainAtMs > 0 ? media.TryAgainAtMs
        : media.MediaId is null ? 0 : media.ExpiresAtMs - (long)Ahead.TotalMilliseconds;

    private async Task UploadAsync(MediaRecord media, CancellationToken stop)
    {
        try
        {
            var bytes = await book.BytesAsync(media, stop).ConfigureAwait(false);
            // By our clock and from before the request: whatever WeCom dates it by, the id lives at least as long.
            var begunMs = WallMs;
            var answer = await client.UploadMediaAsync(media.Kind, media.FileName, bytes, stop).ConfigureAwait(false);
            if (book.Find(media.Name) is { } current && current.Hash == media.Hash)
                await book.SaveAsync(current with { MediaId = answer.MediaId, ExpiresAtMs = begunMs + (long)Lifetime.TotalMilliseconds, Fault = null, TryAgainAtMs = 0, Failures = 0 })
                    .ConfigureAwait(false);
        }
        catch (Exception e) when (e is WeComCallException or IOException)
        {
            var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(media.Failures, 10)));
            var text = e is WeComException refused ? Reasons.Of(refused.Error) : e.Message;
            if (book.Find(media.Name) is { } current)
                await book.SaveAsync(current with { Fault = text, Failures = media.Failures + 1, TryAgainAtMs = WallMs + (long)pause.TotalMilliseconds }).ConfigureAwait(false);
        }
    }

    private long WallMs => host.Wall.GetUtcNow().ToUnixTimeMilliseconds();
}
