using System.Text.Json;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Channels;

/// <summary>The codes, in memory and in documents. Thread-safe.</summary>
internal sealed class ChannelBook
{
    private const string Collection = "wecom.channel";

    private readonly IWeComHost _host;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, ChannelRecord> _known = new(StringComparer.Ordinal);

    public ChannelBook(IWeComHost host)
    {
        _host = host;
        foreach (var record in host.All(Collection)) _known[record.Key] = JsonSerializer.Deserialize(record.Value, ChannelJson.Default.ChannelRecord)!;
    }

    /// <summary>Snapshot by name, those taken away among them.</summary>
    public IReadOnlyList<ChannelRecord> All
    {
        get
        {
            lock (_lock) return [.. _known.Values];
        }
    }

    public ChannelRecord? Find(string name)
    {
        lock (_lock) return _known.GetValueOrDefault(name);
    }

    /// <summary>The code that a callback's state names; null when it is none of ours, or was taken away.</summary>
    public ChannelCode? OfState(string state) => Find(state) is { RemovedAtMs: null } record ? record.Code : null;

    public async Task SaveAsync(ChannelRecord record)
    {
        await _host.PutAsync([new(Collection, record.Code.Name, JsonSerializer.SerializeToUtf8Bytes(record, ChannelJson.Default.ChannelRecord))]).ConfigureAwait(false);
        lock (_lock) _known[record.Code.Name] = record;
    }
}
