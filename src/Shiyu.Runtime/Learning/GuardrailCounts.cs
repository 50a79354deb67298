using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Engine.Arbitration;
using Shiyu.Store;

namespace Shiyu.Runtime.Learning;

/// <summary>What a guardrail has counted up to a position of the log; position and counts are one document, so that a crash counts nothing twice.</summary>
/// <param name="Of">By step and by material.</param>
internal sealed record GuardrailCounts(long Position, SortedDictionary<string, WatchedCount> Of)
{
    private const string Collection = "guardrail";
    private const string Key = "counts";

    /// <summary>Null before anything was watched.</summary>
    public static GuardrailCounts? Read(IStoreReader reader) => reader.Document(ShiyuRuntime.Workspace, Collection, Key) is { } bytes
        ? JsonSerializer.Deserialize(bytes, GuardrailCountsJson.Default.GuardrailCounts)
        : null;

    public Document ToDocument() => new(
        ShiyuRuntime.Workspace, Collection, Key, JsonSerializer.SerializeToUtf8Bytes(this, GuardrailCountsJson.Default.GuardrailCounts));

    /// <summary>What a person has let go again begins anew.</summary>
    public GuardrailCounts Begun(GuardrailStops stops)
    {
        foreach (var (what, stop) in stops.Stops)
            if (stop.ResumedAt is { } at && Of.GetValueOrDefault(what).SinceMs < at.UnixMs) Of[what] = new WatchedCount(at.UnixMs, 0, 0);
        return this;
    }

    public void Add(WatchedMessage message, bool deleted) => Change(message, 1, deleted ? 1 : 0);

    public void Subtract(WatchedMessage message, bool deleted) => Change(message, -1, deleted ? -1 : 0);

    private void Change(WatchedMessage message, long delivered, long deleted)
    {
        foreach (var what in message.What)
        {
            var count = Of.GetValueOrDefault(what);
            if (message.At.UnixMs >= count.SinceMs) Of[what] = count with { Delivered = count.Delivered + delivered, Deleted = count.Deleted + deleted };
        }
    }
}

/// <param name="SinceMs">Only what was delivered from then on, Unix ms, business time.</param>
internal readonly record struct WatchedCount(long SinceMs, long Delivered, long Deleted);

[JsonSerializable(typeof(GuardrailCounts))]
internal sealed partial class GuardrailCountsJson : JsonSerializerContext;
