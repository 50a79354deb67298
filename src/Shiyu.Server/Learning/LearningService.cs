using Shiyu.Runtime;

namespace Shiyu.Server.Learning;

/// <summary>Learns what messages are worth every night of business time, and watches the guardrail all day.</summary>
internal sealed class LearningService(ShiyuRuntime runtime, ILogger<LearningService> log) : BackgroundService
{
    // How soon a step after which people delete is stopped; a look at nothing new costs one question to the fold.
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(2);

    // Timers do not notice that a clock was set: the time is looked at again this often.
    private static readonly TimeSpan LookAgain = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(LearnAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task LearnAsync(CancellationToken stop)
    {
        var next = runtime.NextLearning(runtime.Clock.GetUtcNow());
        while (!stop.IsCancellationRequested)
        {
            var left = next - runtime.Clock.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left < LookAgain ? left : LookAgain, runtime.Clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }
            if (runtime.UsesValues) await TryAsync("learning", runtime.LearnAsync, stop);
            next = runtime.NextLearning(runtime.Clock.GetUtcNow());
        }
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await TryAsync("watching the guardrail", runtime.WatchGuardrailAsync, stop);
            await Task.Delay(WatchEvery, runtime.Wall, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>An error in one round must not end the rounds for good.</summary>
    private async Task TryAsync(string what, Func<CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            await work(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The server is stopping.
        }
        catch (Exception error) when (!runtime.Failure.IsCompleted && error is not ObjectDisposedException)
        {
            log.LogError(error, "An error in {What}; it is tried again.", what);
        }
        catch (Exception)
        {
            // The runtime has ended, and has said why itself.
        }
    }
}
