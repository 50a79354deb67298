using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Callbacks;

/// <summary>Works kept callbacks through. Those of one customer go in order; different customers do not wait for each other.</summary>
internal sealed class CallbackWorker(IWeComHost host, CallbackInbox inbox, ContactEvents events, ILogger<CallbackWorker> log) : BackgroundService
{
    private const int Lanes = 4;
    private const int AttemptsMax = 5;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lanes = Enumerable.Range(0, Lanes).Select(_ => Channel.CreateUnbounded<KeptCallback>()).ToArray();
        var work = lanes.Select(lane => WorkAsync(lane.Reader, stoppingToken)).ToArray();
        await foreach (var kept in inbox.Arrived.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            lanes[LaneOf(kept.Content.ExternalUserId)].Writer.TryWrite(kept);
        await Task.WhenAll(work).ConfigureAwait(false);
    }

    // Not the text's own hash code: that differs from start to start, and a simulation would not run the same way twice.
    private static int LaneOf(string externalUserId) => (int)(XxHash32.HashToUInt32(MemoryMarshal.AsBytes(externalUserId.AsSpan())) % Lanes);

    private async Task WorkAsync(ChannelReader<KeptCallback> lane, CancellationToken stop)
    {
        await foreach (var kept in lane.ReadAllAsync(stop).ConfigureAwait(false))
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await (attempt <= AttemptsMax ? events.HandleAsync(kept, stop) : events.GiveUpAsync(kept, "error")).ConfigureAwait(false);
                    break;
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e)
                {
                    log.LogError(e, "Callback {Key} could not be worked through (attempt {Attempt}); it stays kept.", kept.Key, attempt);
                    await Task.Delay(PauseAfterFailure, host.Wall, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    if (stop.IsCancellationRequested) return;
                }
            }
        }
    }
}
