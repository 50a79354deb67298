using Shiyu.Runtime.ByHand;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>A finished task: the event that says so and the task's last state become durable together, so that a crash leaves both or neither.</summary>
internal sealed class TaskDoneWork(IntakeWork said, Delivery task, TaskRecord record) : WriterWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override int Weight => said.Weight + 1;

    public override void Apply(WriterCycle cycle)
    {
        said.Apply(cycle);
        cycle.Commit.ChangedDeliveries.Add(task with { State = DeliveryState.Delivered, UpdatedAtMs = cycle.DecidedAtMs });
        cycle.Commit.Documents.Add(TaskRecords.ToDocument(task.Id, record with { DoneAtMs = cycle.DecidedAtMs }));
    }

    public override void Committed()
    {
        said.Committed();
        _done.TrySetResult();
    }

    public override void Failed(Exception error)
    {
        said.Failed(error);
        _done.TrySetException(error);
    }
}
