using System.Collections.Concurrent;
using Shiyu.Runtime;
using Shiyu.Runtime.Deliveries;
using Shiyu.Store;

namespace Shiyu.Server.Webhooks;

/// <summary>
/// Delivers messages and calls to webhooks, at least once: what fails for a while is tried again with the same id, and is listed as a dead letter when that goes
/// on too long. What a webhook that is not declared should get waits until it is, or expires.
/// </summary>
internal sealed class WebhookDispatcher(ShiyuRuntime runtime, WebhookBook book, WebhookTries tries, WebhookSender sender, WebhookOptions options, ILogger<WebhookDispatcher> log)
    : BackgroundService
{
    private const int PageSize = 200;
    private const int AtATime = 4;

    // After so many failures in a row a receiver is left alone for a while: everything that waits for it would only wait for time-outs.
    private const int FailuresMax = 5;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    // What quiet hours keep back announces itself to nobody.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, Task> _passes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _restsUntilMs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _signal = new(0);

    /// <summary>A webhook was declared, or a dead letter is to go again.</summary>
    public void LookAgain() => _signal.Release();

    /// <summary>Until when nothing is sent to a webhook, wall time; null when sending goes on.</summary>
    public DateTimeOffset? RestsUntil(string webhook) =>
        _restsUntilMs.TryGetValue(webhook, out var until) && until > NowMs ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null;

    /// <summary>Sends everything that is due for one webhook now.</summary>
    public async Task SendDueAsync(Webhook webhook, CancellationToken stop)
    {
        if (RestsUntil(webhook.Name) is not null) return;
        var failures = 0;
        var again = tries.Due(webhook.Name, NowMs).Select(waiting => runtime.Deliveries.Get(waiting.Sequence)!).ToList();
        foreach (var page in again.Chunk(PageSize)) await SendPageAsync(page);
        foreach (var kind in new[] { "message", "call" })
        {
            for (long after = 0; failures < FailuresMax;)
            {
                var page = runtime.Deliveries.Find(new DeliveryQuery(DeliveryState.Planned, Kind: kind, Touchpoint: webhook.Name, After: after, Limit: PageSize));
                if (page.Count == 0) break;
                after = page[^1].Sequence;
                await SendPageAsync(page);
            }
        }

        async Task SendPageAsync(IReadOnlyList<Delivery> page)
        {
            await Parallel.ForEachAsync(page, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, async (delivery, cancel) =>
            {
                if (Volatile.Read(ref failures) >= FailuresMax) return;
                switch (await SendAsync(webhook, delivery, cancel))
                {
                    case WebhookFate.Taken: Volatile.Write(ref failures, 0); break;
                    case WebhookFate.TryAgain when Interlocked.Increment(ref failures) == FailuresMax: _restsUntilMs[webhook.Name] = NowMs + (long)Rest.TotalMilliseconds; break;
                }
            });
        }
    }

    /// <summary>Sends a dead letter again, whatever its SOP says by now: a person wants it.</summary>
    /// <returns>False when there is no such dead letter.</returns>
    public async Task<bool> AgainAsync(string key)
    {
        if (tries.Dead(key) is not { } letter || runtime.Deliveries.Get(letter.Sequence) is not { } delivery) return false;
        var id = key[(key.IndexOf('-', StringComparison.Ordinal) + 1)..];
        var next = new WebhookTry(letter.Webhook, letter.Sequence, 0, NowMs, NowMs, "by_hand");
        await tries.WaitAsync(id, next, Changed(delivery, DeliveryState.Queued, "retrying:by_hand"), dead: key);
        LookAgain();
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = ListenAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            // What comes while one is on its way is looked at once more when it is back.
            var busy = new List<Task>();
            foreach (var webhook in book.All)
            {
                if (_passes.TryGetValue(webhook.Name, out var pass) && !pass.IsCompleted) busy.Add(pass);
                else _passes[webhook.Name] = PassAsync(webhook, stoppingToken);
            }
            await WaitAsync(busy, stoppingToken);
        }
        await Task.WhenAll([listening, .. _passes.Values]);
    }

    private long NowMs => runtime.Wall.GetUtcNow().ToUnixTimeMilliseconds();

    private async Task PassAsync(Webhook webhook, CancellationToken stop)
    {
        // One that never answers must not hold up the others: each goes its own way.
        await Task.Yield();
        try
        {
            await SendDueAsync(webhook, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            log.LogError(error, "Webhook {Webhook}: a round failed.", webhook.Name);
            _restsUntilMs[webhook.Name] = NowMs + (long)Rest.TotalMilliseconds;
        }
    }

    private async Task ListenAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await runtime.Deliveries.WaitForWebhooksAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            LookAgain();
        }
    }

    private async Task WaitAsync(List<Task> busy, CancellationToken stop)
    {
        var wait = tries.NextAtMs is { } next ? TimeSpan.FromMilliseconds(Math.Max(1000, next - NowMs)) : LookAgainAfter;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] either = [_signal.WaitAsync(enough.Token), Task.Delay(wait < LookAgainAfter ? wait : LookAgainAfter, runtime.Wall, enough.Token)];
        await Task.WhenAny([.. either, .. busy]);
        await enough.CancelAsync();
        foreach (var one in either) await one.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<WebhookFate?> SendAsync(Webhook webhook, Delivery delivery, CancellationToken stop)
    {
        var before = tries.Find(DeliveryIdOf(delivery));
        // The last moment (law 6). A call that went out once is the receiver's; a message is not until it is taken.
        var ready = (await runtime.Deliveries.CheckWebhooksAsync([delivery], handedOver: _ => before is not null && (delivery.Kind == "call" || before.Reason == "by_hand"))).SingleOrDefault();
        if (ready is null)
        {
            // Kept back by a pause or quiet hours, or given up with its reason.
            if (before is not null && runtime.Deliveries.Get(delivery.Sequence) is { State: not DeliveryState.Queued }) await tries.EndAsync(DeliveryIdOf(delivery), null);
            return null;
        }
        var answer = await sender.SendAsync(webhook, ready.Id, WebhookPayload.Of(ready), stop);
        await NoteAsync(webhook, ready, before, answer);
        return answer.Fate;
    }

    private async Task NoteAsync(Webhook webhook, ReadyWebhook ready, WebhookTry? before, WebhookAnswer answer)
    {
        var (delivery, nowMs) = (ready.Delivery, NowMs);
        if (answer.Fate == WebhookFate.Taken)
        {
            await tries.EndAsync(ready.Id, Changed(delivery, DeliveryState.Delivered, null));
            return;
        }
        var tried = new WebhookTry(webhook.Name, delivery.Sequence, (before?.Tries ?? 0) + 1, before?.FirstAtMs ?? nowMs, nowMs, answer.Reason!);
        if (answer.Fate == WebhookFate.TryAgain && tried.After(ready.Id, nowMs, answer.Wait, options) is { } next)
        {
            await tries.WaitAsync(ready.Id, tried with { NextAtMs = next }, Changed(delivery, DeliveryState.Queued, $"retrying:{answer.Reason}"));
            return;
        }
        var letter = new DeadLetter(webhook.Name, delivery.Sequence, tried.Tries, tried.FirstAtMs, nowMs, answer.Reason!);
        await tries.DieAsync(ready.Id, letter, Changed(delivery, DeliveryState.Failed, $"dead_letter:{answer.Reason}"));
        log.LogWarning("Webhook {Webhook}: delivery {Delivery} is a dead letter after {Tries} tries: {Reason}.", webhook.Name, ready.Id, tried.Tries, answer.Reason);
    }

    private Delivery Changed(Delivery delivery, DeliveryState state, string? reason) =>
        delivery with { State = state, Reason = reason, UpdatedAtMs = Math.Max(delivery.UpdatedAtMs, runtime.Now.ToUnixTimeMilliseconds()) };

    private static string DeliveryIdOf(Delivery delivery) => delivery.Id.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
