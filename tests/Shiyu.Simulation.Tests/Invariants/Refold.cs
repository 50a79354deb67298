using System.Buffers;
using Shiyu.Engine;
using Shiyu.Runtime.Folding;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Laws 1 and 2: the log folded again from nothing gives the same states, byte for byte, and the same decisions.</summary>
internal static class Refold
{
    public static void Compare(FoldLoop live, FoldLoop again, IReadOnlyDictionary<UInt128, Delivery> decided, IEnumerable<Delivery> decidedAgain)
    {
        Equal(live.ClockMs, again.ClockMs, "the clock");
        Equal(live.Records.Count, again.Records.Count, "the number of customers");
        for (var i = 0; i < live.Records.Count; i++)
        {
            var (before, after) = (live.Records[i], again.Records[i]);
            Equal(before?.ClosedInto, after?.ClosedInto, $"customer {i + 1}'s merge");
            Equal(before?.PlanPosition, after?.PlanPosition, $"customer {i + 1}'s definitions");
            if (before is { IsLive: true }) Equal(Bytes(before, live.Plan), Bytes(after!, again.Plan), $"customer {i + 1}'s state");
        }
        var told = decidedAgain.ToDictionary(delivery => delivery.Id);
        foreach (var (id, before) in decided)
        {
            if (!told.TryGetValue(id, out var after)) throw new InvariantBrokenException("a refold decides the same", $"{before} is missing");
            // Sequences follow the order in which flushes came, everything else what was decided.
            Equal(before, after with { Sequence = before.Sequence }, "a delivery");
        }
        Equal(decided.Count, told.Count, "the number of deliveries");
    }

    private static string Bytes(CustomerRecord record, Plan plan)
    {
        var bytes = new ArrayBufferWriter<byte>();
        record.State!.Write(plan, bytes);
        return Convert.ToHexString(bytes.WrittenSpan);
    }

    private static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvariantBrokenException("a refold gives the same", $"{what} is {expected}, folded again {actual}");
    }
}
