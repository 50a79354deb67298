using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Callbacks;

/// <summary>Keeps callbacks durably, in order, each once, until they are worked through. Thread-safe.</summary>
public sealed class CallbackInbox
{
    internal const string Collection = "wecom.callback";
    private const int RememberedMax = 50_000;
    private readonly IWeComHost _host;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _done = new();
    private readonly Channel<KeptCallback> _arrived = Channel.CreateUnbounded<KeptCallback>();
    private readonly Channel<KeptCallback> _toWelcome = Channel.CreateUnbounded<KeptCallback>();
    private long _lastMs;
    private long _sequence;
    private int _waiting;

    /// <summary>Takes up what an earlier start left.</summary>
    public CallbackInbox(IWeComHost host)
    {
        _host = host;
        HalfAdds = new HalfAdds(host);
        foreach (var record in host.All(Collection))
        {
            var stored = JsonSerializer.Deserialize(record.Value, CallbackJson.Default.StoredCallback)!;
            if (CallbackEvent.Parse(stored.Message) is not { } content) continue;    // cannot be: only what parsed is kept
            if (long.TryParse(record.Key.AsSpan(0, 15), CultureInfo.InvariantCulture, out var ms)) _lastMs = Math.Max(_lastMs, ms);
            _known[content.Hash] = Task.CompletedTask;
            Offer(new KeptCallback(record.Key, content, stored));
        }
    }

    /// <summary>Callbacks kept and not yet turned into events.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Half-adds among them, and those of before.</summary>
    internal HalfAdds HalfAdds { get; }

    /// <summary>Those to work through, in order of arrival.</summary>
    internal ChannelReader<KeptCallback> Arrived => _arrived.Reader;

    /// <summary>Those whose welcome is due: a lane of their own, so that nothing slow stands before the 20 seconds.</summary>
    internal ChannelReader<KeptCallback> ToWelcome => _toWelcome.Reader;

    /// <summary>Durable when completed. A repeat is only acknowledged when the first is durable, too.</summary>
    /// <returns>False for a repeat.</returns>
    public async Task<bool> KeepAsync(CallbackEvent content, string message)
    {
        Task write;
        KeptCallback? kept = null;
        lock (_lock)
        {
            if (!_known.TryGetValue(content.Hash, out write!))
            {
                var now = _host.Wall.GetUtcNow().ToUnixTimeMilliseconds();
                _lastMs = Math.Max(_lastMs, now);    // a clock set back must not put new callbacks before old ones
                var key = string.Create(CultureInfo.InvariantCulture, $"{_lastMs:D15}-{++_sequence:D8}-{content.Hash[..16]}");
                kept = new KeptCallback(key, content, new StoredCallback(message, now, _host.Clock.GetUtcNow().ToUnixTimeMilliseconds()));
                _known[content.Hash] = write = WriteAsync(kept);
            }
        }
        try
        {
            await write.ConfigureAwait(false);
        }
        catch when (kept is not null)
        {
            lock (_lock) _known.Remove(content.Hash);    // not kept: WeCom's next attempt is not a repeat
            throw;
        }
        if (kept is not null) Offer(kept);
        return kept is not null;
    }

    /// <summary>Writes a welcome's fate down before it counts.</summary>
    internal async Task SaveAsync(KeptCallback kept, WelcomeFate fate)
    {
        kept.Stored = kept.Stored with { Welcome = fate };
        await WriteAsync(kept).ConfigureAwait(false);
    }

    /// <summary>The callback has become events: it is removed, together with what else changes.</summary>
    internal async Task DoneAsync(KeptCallback kept, IReadOnlyList<Record> records)
    {
        await _host.PutAsync([.. records, new Record(Collection, kept.Key, null)]).ConfigureAwait(false);
        HalfAdds.Done(kept);
        Interlocked.Decrement(ref _waiting);
        lock (_lock)
        {
            // WeCom repeats within seconds; later repeats are harmless through the ids of their events.
            _done.Enqueue(kept.Content.Hash);
            if (_done.Count > RememberedMax) _known.Remove(_done.Dequeue());
        }
    }

    private Task WriteAsync(KeptCallback kept) =>
        _host.PutAsync([new Record(Collection, kept.Key, JsonSerializer.SerializeToUtf8Bytes(kept.Stored, CallbackJson.Default.StoredCallback))]);

    private void Offer(KeptCallback kept)
    {
        Interlocked.Increment(ref _waiting);
        HalfAdds.Arrived(kept);
        if (kept.ToBeWelcomed) _toWelcome.Writer.TryWrite(kept);
        _arrived.Writer.TryWrite(kept);
    }
}
