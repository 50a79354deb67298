using Shiyu.Engine;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Publishing;

/// <summary>Which replaced versions of SOPs something still goes by.</summary>
internal sealed class VersionsInUse(IStore store, FoldLoop fold, Writer writer, PlanLibrary plans)
{
    private const int DeliveriesAtOnce = 500;

    /// <summary>
    /// The older versions by which runs go, or went that are over and have planned what is not handed over yet: the hand-over asks once more whether it may go.
    /// </summary>
    public async Task<HashSet<(string Sop, int Version)>> NeededAsync(PlanVersion version)
    {
        var older = version.Ledger.Older.SelectMany(sop => sop.Value, (sop, number) => (Sop: sop.Key, Version: number)).ToList();
        var needed = await fold.AskAsync(() => older.Where(at => fold.Runs[at.Sop, at.Version] > 0).ToHashSet());
        var idle = older.Where(at => !needed.Contains(at)).Select(at => at.Sop).Distinct().ToList();
        if (idle.Count == 0) return needed;

        // What the last of their runs planned was decided before that answer: now it is written, too.
        var written = new PlainWork(_ => { });
        writer.Post(written);
        await written.Done;
        using var reader = store.OpenReader();
        foreach (var sop in idle)
        {
            foreach (var planned in Planned(reader, sop).Chunk(DeliveriesAtOnce))
                needed.UnionWith(await fold.AskAsync(() => planned.Select(VersionOf).OfType<int>().Select(number => (sop, number)).Where(older.Contains).ToList()));
        }
        return needed;
    }

    private static IEnumerable<Delivery> Planned(IStoreReader reader, string sop)
    {
        for (long after = 0; ;)
        {
            var page = reader.Deliveries(ShiyuRuntime.Workspace, new DeliveryQuery(DeliveryState.Planned, Sop: sop, After: after, Limit: DeliveriesAtOnce));
            foreach (var delivery in page)
                if (delivery.Kind is "message" or "call") yield return delivery;
            if (page.Count < DeliveriesAtOnce) yield break;
            after = page[^1].Sequence;
        }
    }

    private int? VersionOf(Delivery delivery)
    {
        // Whatever it was planned by, it does not go any more.
        if (delivery.ExpiresAtMs < fold.ClockMs) return null;
        var record = fold.Record(delivery.Customer);
        while (record is { ClosedInto: not 0 }) record = fold.Record(record.ClosedInto);
        return record is { IsLive: true } ? record.State!.VersionOf(plans.At(record.PlanPosition).Plan, delivery.Sop, new RunId(delivery.Run)) : null;
    }
}
