using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Runtime.Folding;
using Shiyu.Store;

namespace Shiyu.Runtime.ByHand;

/// <summary>What finished tasks came to, by the delivery's id.</summary>
internal static class TaskRecords
{
    private const string Collection = "task";

    public static Document ToDocument(UInt128 delivery, TaskRecord record) => new(
        ShiyuRuntime.Workspace, Collection, DeliveryIds.ToText(delivery), JsonSerializer.SerializeToUtf8Bytes(record, TaskRecordJson.Default.TaskRecord));

    /// <summary>Null while the task is open.</summary>
    public static TaskRecord? Read(IStoreReader reader, UInt128 delivery) =>
        reader.Document(ShiyuRuntime.Workspace, Collection, DeliveryIds.ToText(delivery)) is { } bytes
            ? JsonSerializer.Deserialize(bytes, TaskRecordJson.Default.TaskRecord)
            : null;
}

/// <param name="DoneAtMs">Unix ms, business time.</param>
internal sealed record TaskRecord(string Outcome, string? Note, long DoneAtMs);

[JsonSerializable(typeof(TaskRecord))]
internal sealed partial class TaskRecordJson : JsonSerializerContext;
