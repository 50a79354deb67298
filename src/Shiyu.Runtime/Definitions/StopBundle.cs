using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Definitions;

/// <summary>Everything that a guardrail has stopped as one value: this is what the log keeps each time that one changes.</summary>
internal static class StopBundle
{
    public static byte[] Write(GuardrailStops stops) => JsonSerializer.SerializeToUtf8Bytes(
        new SortedDictionary<string, LoggedStop>(
            stops.Stops.ToDictionary(
                stop => stop.Key, stop => new LoggedStop(stop.Value.StoppedAt.UnixMs, stop.Value.Delivered, stop.Value.Deleted, stop.Value.ResumedAt?.UnixMs)),
            StringComparer.Ordinal),
        StopBundleJson.Default.SortedDictionaryStringLoggedStop);

    public static GuardrailStops Read(ReadOnlySpan<byte> bundle) => new(
        JsonSerializer.Deserialize(bundle, StopBundleJson.Default.SortedDictionaryStringLoggedStop)!.ToImmutableSortedDictionary(
            stop => stop.Key,
            stop => new GuardrailStop(
                new Instant(stop.Value.StoppedAtMs), stop.Value.Delivered, stop.Value.Deleted, stop.Value.ResumedAtMs is { } at ? new Instant(at) : null),
            StringComparer.Ordinal));
}

/// <summary>Unix ms, business time.</summary>
internal sealed record LoggedStop(long StoppedAtMs, long Delivered, long Deleted, long? ResumedAtMs);

[JsonSerializable(typeof(SortedDictionary<string, LoggedStop>))]
internal sealed partial class StopBundleJson : JsonSerializerContext;
