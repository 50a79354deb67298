using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Learning;

/// <summary>
/// Learns what messages are worth from those that were delivered: counts their outcomes customer by customer, behind everything else, and writes the table
/// into the log. Nothing is kept between two tables: what came late, or was merged meanwhile, is in the next one.
/// </summary>
internal sealed class ValueDesk(IStore store, FoldLoop fold, Writer writer, CustomerDirectory directory, PlanLibrary plans)
{
    private const int Page = 500;

    /// <summary>Older messages tell of other times.</summary>
    private static readonly Duration s_horizon = Duration.Days(180);

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Whether the definitions in force use what would be learned.</summary>
    public bool IsAsked => plans.Newest.Plan.Definitions is var definitions
        && (definitions.Workspace.Value is not null || definitions.Sops.Any(sop => sop.Steps.Any(step => step.Learns)));

    /// <summary>Learns and puts what was learned in force; completes when everyone is decided by it. What is the same as before is not written again.</summary>
    public async Task LearnAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var version = plans.Newest;
            var definitions = version.Plan.Definitions;
            var nowMs = await fold.AskAsync(() => fold.ClockMs);
            var now = new Instant(nowMs);
            var counts = await Task.Run(() => CountAsync(definitions, now, stop), stop);
            var table = Learner.Learn(definitions, counts, now);
            if (SaysTheSame(table, version.Values)) return;
            var work = new ValuesWork(table, plans);
            writer.Post(work);
            await fold.ThroughAsync(await work.Done);
        }
        finally
        {
            _one.Release();
        }
    }

    private static bool SaysTheSame(ValueTable table, ValueTable before) =>
        table.Messages.SequenceEqual(before.Messages)
        && table.Splits.Length == before.Splits.Length
        && table.Splits.Zip(before.Splits).All(both =>
            (both.First.Sop, both.First.Step, both.First.Segment) == (both.Second.Sop, both.Second.Step, both.Second.Segment)
            && both.First.Arms.SequenceEqual(both.Second.Arms));

    private async Task<Dictionary<MessageKey, OutcomeCounts>> CountAsync(DefinitionSet definitions, Instant now, CancellationToken stop)
    {
        var counts = new Dictionary<MessageKey, OutcomeCounts>();
        var within = (definitions.Workspace.Value ?? Learner.WithoutRules).Within;
        using var reader = store.OpenReader();
        foreach (var some in Reached(reader, now - s_horizon).Chunk(Page))
        {
            stop.ThrowIfCancellationRequested();
            // As of one instant each; the fold goes on between two pages.
            var present = await fold.AskAsync(() => some.Select(fold.Record).Where(record => record is { IsLive: true })
                .Select(record => (record!.Id, record.FoldedThrough, fold.ClockMs, Plans: plans.Newest.Position)).ToList());
            foreach (var (customer, last, clockMs, position) in present)
            {
                var replay = new Replay(reader, plans);
                if (replay.Run(customer, last, clockMs, position) is var (state, version))
                    new CustomerOutcomes(version.Plan, state, replay.Entries, within).AddTo(counts, now);
            }
        }
        return counts;
    }

    /// <summary>The customers who have received a message since then.</summary>
    private HashSet<long> Reached(IStoreReader reader, Instant since)
    {
        var customers = new HashSet<long>();
        for (long? before = null; ;)
        {
            var page = reader.Deliveries(ShiyuRuntime.Workspace, new DeliveryQuery(DeliveryState.Delivered, Kind: "message", Before: before, Limit: Page));
            foreach (var delivery in page.Where(delivery => delivery.PlannedAtMs >= since.UnixMs)) customers.Add(directory.Survivor(delivery.Customer));
            if (page.Count < Page || page[^1].PlannedAtMs < since.UnixMs) return customers;
            before = page[^1].Sequence;
        }
    }
}
