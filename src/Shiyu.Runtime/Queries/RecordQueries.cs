using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Intake;
using Shiyu.Store;

namespace Shiyu.Runtime.Queries;

/// <summary>Lists kept as documents whose keys put the newest first: merges and rejections.</summary>
internal sealed class RecordQueries(IStore store, CustomerDirectory directory, PlanLibrary plans)
{
    public const string RejectedCollection = "rejected";

    /// <summary>How many rejected items stay listed; all are counted.</summary>
    public const int RejectedKept = 1_000;

    public Page<MergeView> Merges(string? cursor, int limit) => List(MergeRecords.Collection, cursor, limit, document =>
    {
        var record = JsonSerializer.Deserialize(document.Value, MergeRecordJson.Default.MergeRecord)!;
        var refused = record.State == "refused";
        return new MergeView(
            document.Key, record.State, ViewText.Time(plans.Newest.Plan.Zone, record.AtMs), CustomerNumber.ToText(directory.Survivor(record.Customer)),
            record.Other is { } other ? CustomerNumber.ToText(other) : null,
            [.. record.Identities.Select(identity => new IdentityView(identity[..identity.IndexOf(':', StringComparison.Ordinal)], identity[(identity.IndexOf(':', StringComparison.Ordinal) + 1)..]))],
            refused ? $"event:{record.EventId} would have given one customer two of a strong kind" : $"event:{record.EventId}");
    });

    public Page<RejectionView> Rejections(string? cursor, int limit) => List(RejectedCollection, cursor, limit, document =>
    {
        var record = JsonSerializer.Deserialize(document.Value, RejectionJson.Default.Rejection)!;
        var item = record.Item;
        return new RejectionView(
            document.Key, ViewText.Time(plans.Newest.Plan.Zone, record.AtMs), item.Source, item.Item, item.Code, item.Field, item.Given, item.Allowed, item.Sample);
    });

    /// <summary>Keys count down, so that the newest comes first.</summary>
    public static Document ToDocument(RejectedItem item, long atMs, long number) => new(
        ShiyuRuntime.Workspace, RejectedCollection, string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - number:D19}"),
        JsonSerializer.SerializeToUtf8Bytes(new Rejection(atMs, item), RejectionJson.Default.Rejection));

    public static Document Forget(long number) =>
        new(ShiyuRuntime.Workspace, RejectedCollection, string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - number:D19}"), null);

    private Page<T> List<T>(string collection, string? cursor, int limit, Func<Document, T> view)
    {
        if (cursor is not null && !(cursor.Length >= 19 && cursor.Take(19).All(char.IsAsciiDigit) && (cursor.Length == 19 || cursor[19] == '-'))) throw new FormatException($"'{cursor}' is not a cursor of this list.");
        using var reader = store.OpenReader();
        var documents = reader.Documents(ShiyuRuntime.Workspace, collection, cursor ?? "", limit + 1);
        return new Page<T>([.. documents.Take(limit).Select(view)], documents.Count > limit ? documents[limit - 1].Key : null);
    }
}

internal sealed record Rejection(long AtMs, RejectedItem Item);

[JsonSerializable(typeof(Rejection))]
internal sealed partial class RejectionJson : JsonSerializerContext;
