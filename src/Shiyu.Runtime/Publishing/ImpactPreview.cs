using System.Buffers;
using Shiyu.Engine;
using Shiyu.Engine.Backfilling;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Backfilling;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Queries;
using Shiyu.Store;

namespace Shiyu.Runtime.Publishing;

/// <summary>
/// What a publication would do: the engine moves copies of the states as it would move the states, and walks both on through time. Nothing is written, and the
/// fold is held up only while states are copied.
/// </summary>
internal sealed class ImpactPreview(IStore store, FoldLoop fold, Publisher publisher, PlanLibrary plans)
{
    // Copying a slice takes about a millisecond.
    private const int SliceCustomers = 1_000;

    private static readonly Duration s_ahead = Duration.Days(60);

    public async Task<PreviewedDefinitions> ComputeAsync(Func<PlanVersion, IReadOnlyDictionary<string, byte[]>> files, PublishRequest request, CancellationToken stop)
    {
        while (true)
        {
            var before = plans.Newest;
            var after = files(before);
            var parsed = DefinitionReader.ParseForLive(after);
            if (parsed.Set is null) return new PreviewedDefinitions(parsed.Refusals, parsed.Warnings, [], null, null);
            var needed = await publisher.NeededAsync(before);
            var candidate = before.Published(
                long.MaxValue, before.AtMs, after, request.By, request.Note, request.Choose, (sop, version) => needed.Contains((sop, version)));
            // Somebody published meanwhile: it is another question now.
            if (await ImpactAsync(before, candidate, request, stop) is not { } impact) continue;
            return new PreviewedDefinitions(
                [], [.. parsed.Warnings, .. OlderVersions.Warnings(candidate)], DefinitionReader.Compare(before.Files, after), impact, parsed.Set);
        }
    }

    private async Task<ImpactView?> ImpactAsync(PlanVersion before, PlanVersion after, PublishRequest request, CancellationToken stop)
    {
        var tally = new ImpactTally(before, after);
        var everybody = !after.OnlySopsDifferFrom(before);
        var changed = after.Named.Changes(before.Named, "sop").Select(change => change.Name).ToHashSet(StringComparer.Ordinal);
        using var reader = store.OpenReader();
        // Where everybody is asked about something new, once through the log is faster than along each customer's chain.
        var read = everybody && after.BackfillFrom(before) is { } needed ? await ReadAsync(needed, reader, stop) : null;
        var (next, now, customers) = (0, Instant.Min, 0L);
        while (next >= 0)
        {
            stop.ThrowIfCancellationRequested();
            var slice = new List<Copy>();
            var same = await fold.AskAsync(() =>
            {
                if (plans.Newest != before) return false;
                now = new Instant(fold.ClockMs);
                var end = Math.Min(next + SliceCustomers, fold.Records.Count);
                for (; next < end; next++)
                    if (fold.Records[next] is { IsLive: true } record && (everybody || record.State!.Runs(before.Plan).Any(run => changed.Contains(run.Sop)))) slice.Add(Copy.Of(record, before.Plan));
                if (next == fold.Records.Count) next = -1;
                return true;
            });
            if (!same) return null;
            customers += slice.Count;
            await Task.Run(() => slice.ForEach(copy => Add(tally, before, after, copy, now, reader, copy.Through <= read?.Through ? read.Of(copy.Id) : null)), stop);
        }
        return tally.ToView(now, now + s_ahead, customers, request);
    }

    private async Task<LogBackfill> ReadAsync(Backfill needed, IStoreReader reader, CancellationToken stop)
    {
        var log = new LogBackfill(needed);
        var through = await fold.AskAsync(() =>
        {
            if (log.CountsForRuns)
                foreach (var record in fold.Records)
                    if (record is { IsLive: true }) log.Watch(record.Id, record.State!, fold.ThroughPosition);
            return fold.ThroughPosition;
        });
        await Task.Run(() => log.Read(reader, through, _ => stop.ThrowIfCancellationRequested()), stop);
        return log;
    }

    /// <param name="filled">What was read of the customer's history; null where it has got more since.</param>
    private static void Add(ImpactTally tally, PlanVersion before, PlanVersion after, Copy copy, Instant clock, IStoreReader reader, BackfilledCustomer? filled)
    {
        var (without, with) = (copy.Restored(before.Plan), copy.Restored(before.Plan));
        var runs = without.Runs(before.Plan).ToList();
        var now = clock < without.Now ? without.Now : clock;
        var (comes, published) = (new List<Effect>(), new List<Effect>());
        after.TakeOver(before, with, () => new History(reader).Events(copy.Through), now, published, filled);
        var runsAfter = with.Runs(after.Plan).ToList();
        CustomerFold.Wake(before.Plan, without, now + s_ahead, comes);
        var then = new List<Effect>();
        CustomerFold.Wake(after.Plan, with, now + s_ahead, then);
        tally.Add((CustomerNumber.ToText(copy.Id), copy.Name), runs, runsAfter, published, comes, published.Concat(then));
    }

    /// <summary>One customer's state as it stood between two facts.</summary>
    private sealed record Copy(long Id, string? Name, long Through, ReadOnlyMemory<byte> State)
    {
        public static Copy Of(CustomerRecord record, Plan plan)
        {
            var bytes = new ArrayBufferWriter<byte>(256);
            record.State!.Write(plan, bytes);
            return new Copy(record.Id, CustomerQueries.NameOf(record), record.FoldedThrough, bytes.WrittenMemory);
        }

        public CustomerState Restored(Plan plan) => CustomerState.Read(plan, CustomerNumber.ToText(Id), State.Span);
    }
}
