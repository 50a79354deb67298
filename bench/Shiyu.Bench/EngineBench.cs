using System.Buffers;
using System.Diagnostics;
using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Bench;

/// <summary>The fold alone, on one thread: what one event costs with 20 tag rules and 5 SOPs, and what one customer weighs.</summary>
internal static class EngineBench
{
    public static int Run(int events, int customers)
    {
        var end = DateTimeOffset.UtcNow;
        var facts = new BenchEvents(customers, events, end).All().Select((one, i) => (one.Customer, Fact: new EventFact
        {
            Id = one.Id,
            Name = one.Name,
            OccurredAt = Instant.From(one.At),
            Arrival = i + 1,
            Properties = BenchEvents.Utf8(one.Properties),
        })).ToArray();
        var plan = BenchPlan.Compile();
        var states = new CustomerState?[customers];
        var effects = new List<Effect>();
        long decided = 0;
        var memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
        var (cpuBefore, allocatedBefore, pauseBefore) = (Environment.CpuUsage.TotalTime, GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalPauseDuration());
        int[] collectionsBefore = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];
        var clock = Stopwatch.StartNew();
        foreach (var (customer, fact) in facts)
        {
            effects.Clear();
            CustomerFold.Fold(plan, states[customer] ??= new CustomerState($"c{customer}"), fact, fact.OccurredAt, effects);
            decided += effects.Count;
        }
        clock.Stop();
        // Processor time counts what the collector's own threads do, and is steady on a machine that others use as well.
        var cpu = Environment.CpuUsage.TotalTime - cpuBefore;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        var pause = GC.GetTotalPauseDuration() - pauseBefore;
        var collections = string.Join('/', collectionsBefore.Select((before, generation) => GC.CollectionCount(generation) - before));
        var met = states.Count(state => state is not null);
        var memory = (GC.GetTotalMemory(forceFullCollection: true) - memoryBefore) / (double)met;
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var state in states) state?.Write(plan, buffer);
        Console.WriteLine($"fold: {events / cpu.TotalSeconds:N0} events/s on one core ({cpu.TotalMicroseconds / events:F2} µs of processor time an event, {clock.Elapsed.TotalMicroseconds / events:F2} µs by the clock), {decided:N0} decisions");
        Console.WriteLine($"memory: {pause.TotalMicroseconds / events:F2} µs waiting for the collector; {allocated / (double)events:N0} bytes allocated an event, {collections} collections");
        Console.WriteLine($"state: {memory:N0} bytes a customer in memory, {buffer.WrittenCount / (double)met:N0} written, over {met:N0} customers with {events / (double)met:F1} events each");
        GC.KeepAlive(facts);
        return 0;
    }
}
