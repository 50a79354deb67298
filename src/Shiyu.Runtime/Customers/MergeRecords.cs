using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Runtime.Intake;
using Shiyu.Store;

namespace Shiyu.Runtime.Customers;

/// <summary>Merges done and joins refused, kept so that they can be listed and explained.</summary>
internal static class MergeRecords
{
    public const string Collection = "merge";

    public static Document Done(long atMs, long position, long survivor, long loser, IReadOnlyList<Identity> identities, string eventId) =>
        ToDocument(atMs, $"{position:D19}", new MergeRecord("merged", atMs, survivor, loser, [.. identities.Select(i => i.ToString())], eventId));

    /// <summary>One record for a pair of customer and identity, however often it is tried.</summary>
    public static Document Refused(long atMs, long customer, long? other, Identity identity, string eventId) =>
        ToDocument(atMs, $"{customer:D19}-{identity}", new MergeRecord("refused", atMs, customer, other, [identity.ToString()], eventId));

    /// <summary>The refused joins that are listed already.</summary>
    public static IEnumerable<(long Customer, string Identity)> AllRefused(IStoreReader reader)
    {
        const int Page = 500;
        for (var (after, count) = ("", Page); count == Page;)
        {
            var documents = reader.Documents(ShiyuRuntime.Workspace, Collection, after, Page);
            foreach (var document in documents)
            {
                var record = JsonSerializer.Deserialize(document.Value, MergeRecordJson.Default.MergeRecord)!;
                if (record.State == "refused") yield return (record.Customer, record.Identities[0]);
                after = document.Key;
            }
            count = documents.Count;
        }
    }

    // Newest first under the store's order by key: the time counts down.
    private static Document ToDocument(long atMs, string suffix, MergeRecord record) => new(
        ShiyuRuntime.Workspace, Collection, string.Create(CultureInfo.InvariantCulture, $"{long.MaxValue - atMs:D19}-{suffix}"),
        JsonSerializer.SerializeToUtf8Bytes(record, MergeRecordJson.Default.MergeRecord));
}

/// <param name="State"><c>merged</c> or <c>refused</c>.</param>
internal sealed record MergeRecord(string State, long AtMs, long Customer, long? Other, string[] Identities, string EventId);

[JsonSerializable(typeof(MergeRecord))]
internal sealed partial class MergeRecordJson : JsonSerializerContext;
