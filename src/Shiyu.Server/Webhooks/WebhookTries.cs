using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Shiyu.Runtime;
using Shiyu.Store;

namespace Shiyu.Server.Webhooks;

/// <summary>What is to be tried again, and what is not any more: documents written together with the deliveries' states, so that a restart goes on.</summary>
internal sealed class WebhookTries
{
    private const string TryCollection = "webhook_try";
    private const string DeadCollection = "webhook_dead";

    private readonly ConcurrentDictionary<string, WebhookTry> _tries = new(StringComparer.Ordinal);
    private readonly ShiyuRuntime _runtime;

    public WebhookTries(ShiyuRuntime runtime)
    {
        _runtime = runtime;
        for (var after = ""; ;)
        {
            var page = runtime.Documents(TryCollection, after);
            foreach (var document in page) _tries[document.Key] = JsonSerializer.Deserialize(document.Value!, WebhookRecordsJson.Default.WebhookTry)!;
            if (page.Count < 500) break;
            after = page[^1].Key;
        }
    }

    /// <summary>By the delivery's id.</summary>
    public WebhookTry? Find(string id) => _tries.GetValueOrDefault(id);

    public int Waiting(string webhook) => _tries.Values.Count(waiting => waiting.Webhook == webhook);

    public IEnumerable<WebhookTry> Due(string webhook, long nowMs) =>
        _tries.Values.Where(waiting => waiting.Webhook == webhook && waiting.NextAtMs <= nowMs).OrderBy(waiting => waiting.NextAtMs).ThenBy(waiting => waiting.Sequence);

    /// <summary>When the next one is due, wall time in Unix ms; null when none waits.</summary>
    public long? NextAtMs => _tries.IsEmpty ? null : _tries.Values.Min(waiting => waiting.NextAtMs);

    /// <summary>It was taken, or will not be tried again without being listed.</summary>
    public async Task EndAsync(string id, Delivery? after)
    {
        await WriteAsync(after, _tries.ContainsKey(id) ? [new Document(0, TryCollection, id, null)] : []);
        _tries.TryRemove(id, out _);
    }

    public async Task WaitAsync(string id, WebhookTry next, Delivery after, string? dead = null)
    {
        var document = new Document(0, TryCollection, id, JsonSerializer.SerializeToUtf8Bytes(next, WebhookRecordsJson.Default.WebhookTry));
        await WriteAsync(after, dead is null ? [document] : [document, new Document(0, DeadCollection, dead, null)]);
        _tries[id] = next;
    }

    public async Task DieAsync(string id, DeadLetter letter, Delivery after)
    {
        // Newest first, as people look at them.
        var key = string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - letter.DiedAtMs:x16}-{id}");
        await WriteAsync(
            after,
            [
                new Document(0, DeadCollection, key, JsonSerializer.SerializeToUtf8Bytes(letter, WebhookRecordsJson.Default.DeadLetter)),
                new Document(0, TryCollection, id, null),
            ]);
        _tries.TryRemove(id, out _);
    }

    /// <summary>Dead letters with keys after one, newest first.</summary>
    public IReadOnlyList<(string Key, DeadLetter Letter)> Dead(string after, int limit) =>
        [.. _runtime.Documents(DeadCollection, after, limit).Select(document => (document.Key, JsonSerializer.Deserialize(document.Value!, WebhookRecordsJson.Default.DeadLetter)!))];

    public DeadLetter? Dead(string key) =>
        _runtime.Document(DeadCollection, key) is { } bytes ? JsonSerializer.Deserialize(bytes, WebhookRecordsJson.Default.DeadLetter) : null;

    private Task WriteAsync(Delivery? after, IReadOnlyList<Document> documents) =>
        _runtime.Deliveries.ChangeAsync(after is null ? [] : [after], documents);
}
