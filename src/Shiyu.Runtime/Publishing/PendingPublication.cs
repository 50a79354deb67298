using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Store;

namespace Shiyu.Runtime.Publishing;

/// <summary>A publication that has been accepted and is not in the log yet: it is begun anew after a restart.</summary>
internal static class PendingPublication
{
    private const string Collection = "publishing";
    private const string Key = "pending";

    /// <summary>To be written with the publication, or when it is given up.</summary>
    public static readonly Document Over = new(ShiyuRuntime.Workspace, Collection, Key, null);

    public static Document ToDocument(IReadOnlyDictionary<string, byte[]> files, PublishRequest request) => new(
        ShiyuRuntime.Workspace, Collection, Key, JsonSerializer.SerializeToUtf8Bytes(
            new Pending(
                files.ToDictionary(), request.Runs.ToDictionary(choice => choice.Key, choice => RunsWords.Of(choice.Value)), request.By, request.Note,
                [.. request.Documents.Select(document => new PendingDocument(document.Collection, document.Key, document.Value))]),
            PendingJson.Default.Pending));

    /// <returns>Null where none is pending.</returns>
    public static (IReadOnlyDictionary<string, byte[]> Files, PublishRequest Request)? Read(IStoreReader reader)
    {
        if (reader.Document(ShiyuRuntime.Workspace, Collection, Key) is not { } bytes) return null;
        var pending = JsonSerializer.Deserialize(bytes, PendingJson.Default.Pending)!;
        var runs = pending.Runs.ToDictionary(choice => choice.Key, choice => RunsWords.Parse(choice.Value)!.Value);
        return (pending.Files, new PublishRequest(runs, pending.By, pending.Note)
        {
            Documents = [.. pending.Documents.Select(document => new Document(ShiyuRuntime.Workspace, document.Collection, document.Key, document.Value))],
            BegunAnew = true,
        });
    }
}

/// <param name="Documents">To be written with it.</param>
internal sealed record Pending(
    Dictionary<string, byte[]> Files, Dictionary<string, string> Runs, string By, string? Note, IReadOnlyList<PendingDocument> Documents);

internal sealed record PendingDocument(string Collection, string Key, byte[]? Value);

[JsonSerializable(typeof(Pending))]
internal sealed partial class PendingJson : JsonSerializerContext;
