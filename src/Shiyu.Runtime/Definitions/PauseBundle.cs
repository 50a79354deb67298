using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Engine;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Definitions;

/// <summary>Every pause in force as one value, by SOP's name: this is what the log keeps each time that one changes.</summary>
internal static class PauseBundle
{
    public static byte[] Write(ImmutableSortedDictionary<string, SopPause> pauses) => JsonSerializer.SerializeToUtf8Bytes(
        new SortedDictionary<string, LoggedPause>(
            pauses.ToDictionary(pause => pause.Key, pause => new LoggedPause(pause.Value.Since?.UnixMs, pause.Value.DroppedAt?.UnixMs)), StringComparer.Ordinal),
        PauseBundleJson.Default.SortedDictionaryStringLoggedPause);

    public static ImmutableSortedDictionary<string, SopPause> Read(ReadOnlySpan<byte> bundle) =>
        JsonSerializer.Deserialize(bundle, PauseBundleJson.Default.SortedDictionaryStringLoggedPause)!.ToImmutableSortedDictionary(
            pause => pause.Key,
            pause => new SopPause(pause.Value.SinceMs is { } since ? new Instant(since) : null, pause.Value.DroppedAtMs is { } dropped ? new Instant(dropped) : null),
            StringComparer.Ordinal);
}

/// <summary>Unix ms, business time.</summary>
internal sealed record LoggedPause(long? SinceMs, long? DroppedAtMs);

[JsonSerializable(typeof(SortedDictionary<string, LoggedPause>))]
internal sealed partial class PauseBundleJson : JsonSerializerContext;
