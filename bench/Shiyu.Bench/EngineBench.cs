using System.Buffers;
using Shiyu.Engine;
using Shiyu.Engine.Facts;

namespace Shiyu.Bench;

/// <summary>
/// The fold alone, on one thread: what one event costs with 20 tag rules and 5 SOPs, and what one customer weighs. The first round also compiles
/// the program.
/// </summary>
internal static class EngineBench
{
    private const int Rounds = 4;

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
        var memoryBefore = GC.GetTotalMemory(forceFullCollection: true);
        for (var round = 0; round < Rounds; round++)
        {
            Array.Clear(states);
            var walked = Cost.Of(() => JsonBaseline.Walk(facts.Select(of => of.Fact)));
            long decided = 0;
            var folded = Cost.Of(() => decided = Fold(plan, states, facts));
            Console.WriteLine($"fold {round}: {folded.Of(events)}, {decided:N0} decisions");
            Console.WriteLine($"   baseline: {walked.Of(events)}; the fold takes {folded.Processor / walked.Processor:F1} times its processor time");
        }

        var met = states.Count(state => state is not null);
        var memory = (GC.GetTotalMemory(forceFullCollection: true) - memoryBefore) / (double)met;
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var state in states) state?.Write(plan, buffer);
        Console.WriteLine($"state: {memory:N0} bytes a customer in memory, {buffer.WrittenCount / (double)met:N0} written, over {met:N0} customers with {events / (double)met:F1} events each");
        GC.KeepAlive(facts);
        return 0;
    }

    private static long Fold(Plan plan, CustomerState?[] states, (int Customer, EventFact Fact)[] facts)
    {
        var effects = new List<Effect>();
        long decided = 0;
        foreach (var (customer, fact) in facts)
        {
            effects.Clear();
            CustomerFold.Fold(plan, states[customer] ??= new CustomerState($"c{customer}"), fact, fact.OccurredAt, effects);
            decided += effects.Count;
        }
        return decided;
    }
}
