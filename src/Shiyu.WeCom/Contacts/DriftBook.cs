using System.Globalization;
using System.Text.Json;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>Where WeCom and we differed: the newest 2,000, newest first.</summary>
internal sealed class DriftBook(IWeComHost host)
{
    private const string Collection = "wecom.drift";
    private const int KeptMax = 2_000;
    private readonly Lock _lock = new();
    private Queue<string>? _keys;
    private long _lastMs;
    private int _number;

    /// <summary>What to write for these differences, found now.</summary>
    public IReadOnlyList<Record> Add(IReadOnlyList<KeptDrift> drifts)
    {
        if (drifts.Count == 0) return [];
        var records = new List<Record>();
        lock (_lock)
        {
            // Listed newest first, so the oldest stand at the end.
            _keys ??= new Queue<string>(host.All(Collection).Select(record => record.Key).Reverse());
            foreach (var drift in drifts)
            {
                var key = Key(drift.AtMs);
                records.Add(new Record(Collection, key, JsonSerializer.SerializeToUtf8Bytes(drift, ContactsJson.Default.KeptDrift)));
                _keys.Enqueue(key);
                if (_keys.Count > KeptMax) records.Add(new Record(Collection, _keys.Dequeue(), null));
            }
        }
        return records;
    }

    /// <summary>Newest first, after a key.</summary>
    public IReadOnlyList<(string Key, KeptDrift Drift)> List(string after, int limit) =>
        [.. host.Documents(Collection, after, limit).Select(record => (record.Key, JsonSerializer.Deserialize(record.Value, ContactsJson.Default.KeptDrift)!))];

    private string Key(long atMs)
    {
        if (atMs > _lastMs) (_lastMs, _number) = (atMs, 0);
        return string.Create(CultureInfo.InvariantCulture, $"{999_999_999_999_999 - _lastMs:D15}-{999_999 - _number++:D6}");
    }
}

/// <summary>One difference and what was done about it.</summary>
/// <param name="Kind"><c>missing</c>, <c>ended</c>, <c>remark</c>, <c>tags</c> or <c>profile</c>.</param>
/// <param name="Member">Null where it is about the customer alone.</param>
/// <param name="Before">What we had; null: nothing.</param>
/// <param name="After">What WeCom has; null: nothing.</param>
/// <param name="Repair">The fact that repairs it.</param>
internal sealed record KeptDrift(long AtMs, string Kind, string ExternalUserId, string? Member, string? Before, string? After, string Repair);
