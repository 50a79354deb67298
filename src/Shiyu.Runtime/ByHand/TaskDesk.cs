using Shiyu.Engine;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.ByHand;

/// <summary>Advisor tasks that are finished: the event <c>task.done</c> and the delivery's last state, in one transaction.</summary>
internal sealed class TaskDesk(IStore store, FoldLoop fold, Writer writer, CustomerDirectory directory, PlanLibrary plans, IntakeLedger ledger, DeliveryDesk deliveries)
{
    // Two who finish one task at once: the second finds what the first said.
    private readonly SemaphoreSlim _one = new(1);

    /// <returns>What the task came to, the first time it was finished; null when there is no such task.</returns>
    public async Task<FinishedTask?> FinishAsync(UInt128 id, string outcome, string? note)
    {
        await _one.WaitAsync();
        try
        {
            using var reader = store.OpenReader();
            if (reader.Act(ShiyuRuntime.Workspace, id) is not { } task || !DeliveryWords.IsTask(task.Kind)) return null;
            // Also one that was withdrawn meanwhile: whoever has done it may say so.
            if (task.State is DeliveryState.Planned or DeliveryState.Skipped && TaskRecords.Read(reader, id) is null)
            {
                var done = Event(task, outcome, note);
                if (!ledger.TryEnter(done.Places)) throw new IntakeBusyException(TimeSpan.FromSeconds(1));
                var work = new TaskDoneWork(new IntakeWork(new IntakeBatch(HandEvent.Source, [done]), done.Places, ledger), task, new TaskRecord(outcome, note, 0));
                writer.Post(work);
                await work.Done;
                await fold.ThroughAsync(store.LastPosition);
            }
            return TaskRecords.Read(reader, id) is { } said ? Told(task, said) : null;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Changes tasks that are still open; one that was finished meanwhile is left out.</summary>
    /// <param name="documents">What is written in the same transaction, of those that are changed.</param>
    /// <returns>Those that were changed.</returns>
    public async Task<IReadOnlyList<Delivery>> ChangeOpenAsync(IReadOnlyList<Delivery> changed, Func<IReadOnlyList<Delivery>, IReadOnlyList<Document>> documents)
    {
        await _one.WaitAsync();
        try
        {
            var open = changed.Where(task => deliveries.Get(task.Sequence) is { State: DeliveryState.Planned }).ToList();
            if (open.Count > 0) await deliveries.ChangeAsync(open, documents(open));
            return open;
        }
        finally
        {
            _one.Release();
        }
    }

    private IncomingEvent Event(Delivery task, string outcome, string? note) => HandEvent.Of(
        EventIdOf(task), "task.done", directory.IdentitiesOf(directory.Survivor(task.Customer)).MinBy(identity => identity.Kind),
        ("outcome", outcome), ("note", note), ("sop", task.Sop), ("step", task.Step), ("run", new RunId(task.Run).ToString()), ("delivery", DeliveryIds.ToText(task.Id)));

    private FinishedTask Told(Delivery task, TaskRecord said) => new(
        DeliveryIds.ToText(task.Id), CustomerNumber.ToText(directory.Survivor(task.Customer)), task.Sop, task.Step, new RunId(task.Run).ToString(),
        DeliveryWords.Of(DeliveryState.Delivered), said.Outcome, said.Note, EventIdOf(task), ViewText.Time(plans.Newest.Plan.Zone, said.DoneAtMs));

    private static string EventIdOf(Delivery task) => $"task:{DeliveryIds.ToText(task.Id)}";
}

/// <summary>An advisor's task and what it came to.</summary>
/// <param name="Id">The delivery's.</param>
/// <param name="State"><c>delivered</c>.</param>
/// <param name="Event">The id of the event <c>task.done</c> on the customer's timeline.</param>
public sealed record FinishedTask(
    string Id, string Customer, string Sop, string Step, string Run, string State, string Outcome, string? Note, string Event, string DoneAt);
