using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Engine.Sops;

namespace Shiyu.Runtime.Definitions;

/// <summary>What a publication writes into the log: the files, and which replaced versions of SOPs have runs that finish on them.</summary>
/// <param name="Older">By SOP.</param>
/// <param name="Draining">SOPs that nobody enters for now, and the log position of the publication that closed each.</param>
/// <param name="By">What published it.</param>
internal sealed record Publication(
    IReadOnlyDictionary<string, byte[]> Files, IReadOnlyDictionary<string, int[]> Older, IReadOnlyDictionary<string, long> Draining, string By, string? Note)
{
    /// <summary>Files beside which no older version has runs.</summary>
    public static Publication Alone(IReadOnlyDictionary<string, byte[]> files, string by) =>
        new(files, new Dictionary<string, int[]>(), new Dictionary<string, long>(), by, null);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(
        new LoggedPublication(
            new SortedDictionary<string, byte[]>(Files.ToDictionary(), StringComparer.Ordinal), new SortedDictionary<string, int[]>(Older.ToDictionary(), StringComparer.Ordinal),
            new SortedDictionary<string, long>(Draining.ToDictionary(), StringComparer.Ordinal), By, Note),
        PublicationJson.Default.LoggedPublication);

    public static Publication Read(ReadOnlySpan<byte> body)
    {
        var logged = JsonSerializer.Deserialize(body, PublicationJson.Default.LoggedPublication)!;
        return new Publication(logged.Files, logged.Older, logged.Draining, logged.By, logged.Note);
    }

    public static byte[] WriteDraining(ImmutableSortedDictionary<string, long> draining) =>
        JsonSerializer.SerializeToUtf8Bytes(new SortedDictionary<string, long>(draining.ToDictionary(), StringComparer.Ordinal), PublicationJson.Default.SortedDictionaryStringInt64);

    public static ImmutableSortedDictionary<string, long> ReadDraining(ReadOnlySpan<byte> body) =>
        JsonSerializer.Deserialize(body, PublicationJson.Default.SortedDictionaryStringInt64)!.ToImmutableSortedDictionary(StringComparer.Ordinal);
}

internal sealed record LoggedPublication(
    SortedDictionary<string, byte[]> Files, SortedDictionary<string, int[]> Older, SortedDictionary<string, long> Draining, string By, string? Note);

[JsonSerializable(typeof(LoggedPublication))]
[JsonSerializable(typeof(SortedDictionary<string, long>))]
internal sealed partial class PublicationJson : JsonSerializerContext;
