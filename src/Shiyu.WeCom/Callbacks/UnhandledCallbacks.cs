using System.Text;
using System.Text.Json;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Callbacks;

/// <summary>Callbacks that made no event: all are counted, the newest 1,000 are listed with their reason.</summary>
public sealed class UnhandledCallbacks
{
    internal const string Collection = "wecom.unhandled";
    internal const string CountCollection = "wecom.count";
    private const int ListedMax = 1_000;
    private readonly Lock _lock = new();
    private readonly Queue<string> _keys;
    private long _count;

    public UnhandledCallbacks(IWeComHost host)
    {
        _keys = new Queue<string>(host.All(Collection).Select(record => record.Key));
        _count = host.Document(CountCollection, "unhandled") is { } stored ? long.Parse(Encoding.ASCII.GetString(stored)) : 0;
    }

    /// <summary>How many there have been.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>What to write, together with the callback's removal.</summary>
    internal IReadOnlyList<Record> Add(KeptCallback kept, string reason)
    {
        var entry = new UnhandledCallback(kept.Content.Event, kept.Content.ChangeType, reason, kept.Stored.Message, kept.Stored.ReceivedAtMs);
        lock (_lock)
        {
            var records = new List<Record>
            {
                new(Collection, kept.Key, JsonSerializer.SerializeToUtf8Bytes(entry, CallbackJson.Default.UnhandledCallback)),
                new(CountCollection, "unhandled", Encoding.ASCII.GetBytes($"{++_count}")),
            };
            _keys.Enqueue(kept.Key);
            while (_keys.Count > ListedMax) records.Add(new Record(Collection, _keys.Dequeue(), null));
            return records;
        }
    }
}
