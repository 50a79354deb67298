using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>Events of one request on their way into the log: repeats left out, identities resolved, chained to their customer's history.</summary>
/// <param name="places">Those of all its events.</param>
internal sealed class IntakeWork(IntakeBatch batch, long places, IntakeLedger ledger) : WriterWork
{
    private static readonly long FutureMaxMs = Duration.Minutes(5).Ms;

    private readonly TaskCompletionSource<IntakeResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _accepted;
    private long _acceptedPlaces;

    public Task<IntakeResult> Done => _done.Task;

    public override int Weight => batch.Events.Count;

    public override void Apply(WriterCycle cycle)
    {
        var changes = ledger.Changes;
        lock (cycle.Directory.Lock)
        {
            foreach (var incoming in batch.Events)
            {
                if (!cycle.EventIds.Add(LogBody.IdKey(ShiyuRuntime.Workspace, batch.Source, incoming.Id), cycle.DecidedAtMs)) continue;
                _accepted++;
                _acceptedPlaces += incoming.Places;
                changes.Clear();
                var customer = cycle.Directory.Resolve(incoming.Identities, changes);
                if (changes.Attached.Count > 0 || changes.Refused.Count > 0) Record(cycle, changes, incoming.Id);

                var occurredAtMs = incoming.OccurredAtMs ?? cycle.DecidedAtMs;
                var timeReplaced = incoming.TimeReplaced || occurredAtMs > cycle.DecidedAtMs + FutureMaxMs;
                if (occurredAtMs > cycle.DecidedAtMs + FutureMaxMs) occurredAtMs = cycle.DecidedAtMs;
                var position = cycle.NextPosition;
                var previous = cycle.Directory.Advance(customer, position);
                cycle.Append(customer, previous, occurredAtMs, LogBody.OfEvent(batch.Source, incoming, timeReplaced, cycle.Bodies));
                cycle.Facts.Add(new FoldFact(LogKind.Event, position, previous, customer, new EventFact
                {
                    Id = incoming.Id,
                    Name = incoming.Name,
                    OccurredAt = new Instant(occurredAtMs),
                    Arrival = position,
                    Properties = incoming.Payload.Slice(incoming.Properties.Start, incoming.Properties.Length),
                    Attributes = incoming.Payload.Slice(incoming.Attributes.Start, incoming.Attributes.Length),
                }, 0, null, null, incoming.Places));
            }
        }
        if (_accepted > 0) cycle.Commit.Counters.Add(new CounterDelta(ShiyuRuntime.Workspace, Counts.Accepted, _accepted));
    }

    /// <summary>Writes new identities, and merges as facts of both chains before the event that caused them.</summary>
    private void Record(WriterCycle cycle, ResolveChanges changes, string eventId)
    {
        foreach (var (identity, customer) in changes.Attached)
            cycle.Commit.Identities.Add(new StoredIdentity(ShiyuRuntime.Workspace, (byte)identity.Kind, identity.Value, customer));
        foreach (var (survivor, loser) in changes.Merges)
        {
            // A loser without history (made for this very event) has nothing to bring along, but its chain is closed all the same.
            var closing = cycle.NextPosition;
            var loserBefore = cycle.Directory.Advance(loser, closing);
            cycle.Append(loser, loserBefore, cycle.DecidedAtMs, LogBody.OfClosing(survivor, eventId));
            cycle.Facts.Add(new FoldFact(LogKind.Closing, closing, loserBefore, loser, null, survivor, eventId, null));

            var merge = cycle.NextPosition;
            var survivorBefore = cycle.Directory.Advance(survivor, merge);
            cycle.Append(survivor, survivorBefore, cycle.DecidedAtMs, LogBody.OfMerge(loser, closing, eventId));
            cycle.Facts.Add(new FoldFact(LogKind.Merge, merge, survivorBefore, survivor, null, loser, eventId, null));
            cycle.Commit.Documents.Add(MergeRecords.Done(cycle.DecidedAtMs, merge, survivor, loser, cycle.Directory.IdentitiesOf(loser), eventId));
        }
        foreach (var (customer, other, identity) in changes.Refused)
            if (ledger.FirstRefusal(customer, identity))
                cycle.Commit.Documents.Add(MergeRecords.Refused(cycle.DecidedAtMs, customer, other, identity, eventId));
    }

    public override void Committed()
    {
        ledger.Committed(places - _acceptedPlaces, _accepted);
        _done.TrySetResult(new IntakeResult(_accepted, batch.Events.Count - _accepted));
    }

    public override void Failed(Exception error) => _done.TrySetException(error);
}
