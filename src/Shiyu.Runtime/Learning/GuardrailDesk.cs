using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Learning;

/// <summary>
/// Watches, step by step and material by material, how many of those who received a message delete the friendship, and stops what is above the workspace's bound with
/// the confidence asked for. It follows the log by a position of its own: each delivery and each deletion is counted once, whenever it is looked at.
/// </summary>
internal sealed class GuardrailDesk(IStore store, FoldLoop fold, Writer writer, PlanLibrary plans, DeliveryDesk deliveries)
{
    private const string Deleted = "contact.deleted_by_customer";

    // Rows looked at before the counts are written down.
    private const long RowsPerPass = 50_000;

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Looks at what the log has got since it was last called, and stops what has to be stopped. Does nothing where the workspace has no guardrail.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            while (plans.Newest.Plan.Definitions.Workspace.Guardrail is { } rules)
            {
                stop.ThrowIfCancellationRequested();
                var through = await fold.AskAsync(() => fold.ThroughPosition);
                using var reader = store.OpenReader();
                // Watching begins with the guardrail, not with the log.
                if (GuardrailCounts.Read(reader) is not { } counts)
                {
                    await SaveAsync(new GuardrailCounts(through, []));
                    return;
                }
                if (through == counts.Position) return;
                var last = Math.Min(through, counts.Position + RowsPerPass);
                var next = await Task.Run(() => Count(reader, counts.Begun(plans.Newest.Stops), last, rules), stop);
                await StopAsync(next, rules);
                await SaveAsync(next);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Lets something go again that was stopped; only what is delivered from now on is watched.</summary>
    /// <returns>False when nothing of that name is stopped.</returns>
    public async Task<bool> ResumeAsync(string what)
    {
        // Between two looks: one that is under way still counts what the person has forgiven, and would stop it again.
        await _one.WaitAsync();
        try
        {
            if (plans.Newest.Stops.Stops.GetValueOrDefault(what) is not { ResumedAt: null } stop) return false;
            await ChangeAsync((stops, now) => new GuardrailStops(stops.Stops.SetItem(what, stop with { ResumedAt = now })));
            deliveries.LookAgain();
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task StopAsync(GuardrailCounts counts, GuardrailRules rules)
    {
        var (bound, confidence) = (AsNumber(rules.Deletions), AsNumber(rules.Confidence));
        var stopped = plans.Newest.Stops;
        var above = counts.Of.Where(each => !stopped.IsStopped(each.Key) && DeletionTest.IsAbove(each.Value.Delivered, each.Value.Deleted, bound, confidence)).ToList();
        if (above.Count == 0) return;
        await ChangeAsync((stops, now) => new GuardrailStops(stops.Stops.SetItems(above.Select(each => KeyValuePair.Create(
            each.Key, new GuardrailStop(now, each.Value.Delivered, each.Value.Deleted, null))))));
    }

    private async Task ChangeAsync(Func<GuardrailStops, Instant, GuardrailStops> next)
    {
        var work = new StopsWork(next, plans);
        writer.Post(work);
        await fold.ThroughAsync(await work.Done);
    }

    private Task SaveAsync(GuardrailCounts counts)
    {
        var work = new PlainWork(commit => commit.Documents.Add(counts.ToDocument()));
        writer.Post(work);
        return work.Done;
    }

    private static GuardrailCounts Count(IStoreReader reader, GuardrailCounts counts, long last, GuardrailRules rules)
    {
        var history = new History(reader);
        foreach (var row in reader.Rows(counts.Position, last))
        {
            if (LogBody.KindOf(row) != LogKind.Event || LogBody.ReadEvent(row).Fact is not { Name: Deleted or DeliveredMessage.EventName } fact) continue;
            // Only messages that it, or a deletion soon after it, could be put down to.
            var recent = history.Recent(row.Position, fact.OccurredAt - rules.Within);
            foreach (var (message, n) in Contributions(recent, rules.Within)) counts.Add(message, n);
            foreach (var (message, n) in Contributions([.. recent.Where(each => each.Arrival != fact.Arrival)], rules.Within)) counts.Subtract(message, n);
        }
        return counts with { Position = last };
    }

    /// <summary>The messages of a stretch of history, and which of them a deletion is put down to.</summary>
    private static IEnumerable<(WatchedMessage, bool Deleted)> Contributions(List<EventFact> facts, Duration within)
    {
        var messages = facts.Where(fact => fact.Name == DeliveredMessage.EventName)
            .OrderBy(fact => fact.OccurredAt.UnixMs).ThenBy(fact => fact.Arrival)
            .Select(fact => (Of: DeliveredMessage.Of(fact), fact.OccurredAt)).Where(message => message.Of is not null).Select(message => new WatchedMessage(message.Of!, message.OccurredAt)).ToList();
        var deleted = Attribution.Of([.. messages.Select(message => message.At)], facts.Where(fact => fact.Name == Deleted).Select(fact => fact.OccurredAt), within);
        return messages.Select((message, i) => (message, deleted[i]));
    }

    private static double AsNumber(Share share) => (double)share.Parts / Share.Whole;
}

internal readonly record struct WatchedMessage(DeliveredMessage Of, Instant At)
{
    /// <summary>The step and the material that it is counted for.</summary>
    public IEnumerable<string> What => Of.Material is { } material
        ? [GuardrailStops.OfStep(Of.Sop, Of.Step), GuardrailStops.OfMaterial(material)]
        : [GuardrailStops.OfStep(Of.Sop, Of.Step)];
}
