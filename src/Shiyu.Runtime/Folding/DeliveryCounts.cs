using Shiyu.Runtime.Deliveries;
using Shiyu.Store;

namespace Shiyu.Runtime.Folding;

/// <summary>Messages by state, over all and per step, as count deltas.</summary>
internal static class DeliveryCounts
{
    public static IEnumerable<(string Name, long N)> Of(IEnumerable<Delivery> added) =>
        added.Where(delivery => delivery.Kind == "message")
            .SelectMany(delivery => Names(delivery).Select(name => (name, 1L)))
            .GroupBy(count => count.name, count => count.Item2, StringComparer.Ordinal)
            .Select(group => (group.Key, group.Sum()));

    /// <summary>What moving from one state to another adds and takes away.</summary>
    public static IEnumerable<(string Name, long N)> OfMove(Delivery before, Delivery after)
    {
        if (before.State == after.State || before.Kind != "message") yield break;
        foreach (var name in Names(before)) yield return (name, -1);
        foreach (var name in Names(after)) yield return (name, 1);
    }

    private static IEnumerable<string> Names(Delivery delivery)
    {
        var state = DeliveryWords.Of(delivery.State);
        yield return Counts.Deliveries(state);
        yield return Counts.Delivery(delivery.Sop, delivery.Step, state);
    }
}
