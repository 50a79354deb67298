using System.Text.Json;
using Shiyu.Store;

namespace Shiyu.Runtime.Existing;

/// <summary>The newest letting-in of each SOP, and who is on its list, as documents by the SOP's name.</summary>
internal static class LettingInRecords
{
    private const string Collection = "existing";
    private const string ListCollection = "existing_list";

    public static Document ToDocument(LettingIn letting) =>
        new(ShiyuRuntime.Workspace, Collection, letting.Sop, JsonSerializer.SerializeToUtf8Bytes(letting, LettingInJson.Default.LettingIn));

    /// <param name="customers">In ascending order.</param>
    public static Document ToDocument(string sop, IReadOnlyList<long> customers)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        long last = 0;
        foreach (var customer in customers)
        {
            writer.Write7BitEncodedInt64(customer - last);
            last = customer;
        }
        writer.Flush();
        return new Document(ShiyuRuntime.Workspace, ListCollection, sop, bytes.ToArray());
    }

    public static List<LettingIn> All(IStoreReader reader)
    {
        var all = new List<LettingIn>();
        for (var after = ""; ;)
        {
            var page = reader.Documents(ShiyuRuntime.Workspace, Collection, after, 500);
            all.AddRange(page.Select(document => JsonSerializer.Deserialize(document.Value!, LettingInJson.Default.LettingIn)!));
            if (page.Count < 500) return all;
            after = page[^1].Key;
        }
    }

    public static long[] Customers(IStoreReader reader, LettingIn letting)
    {
        var customers = new long[letting.Total];
        if (customers.Length == 0) return customers;
        var bytes = reader.Document(ShiyuRuntime.Workspace, ListCollection, letting.Sop)
            ?? throw new StoreException($"The list of those who are let into {letting.Sop} is missing.");
        using var list = new BinaryReader(new MemoryStream(bytes));
        long last = 0;
        for (var i = 0; i < customers.Length; i++) customers[i] = last += list.Read7BitEncodedInt64();
        return customers;
    }
}
