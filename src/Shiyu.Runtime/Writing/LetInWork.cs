using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Existing;

namespace Shiyu.Runtime.Writing;

/// <summary>
/// Turns of a letting-in: the events and its position become durable together, so that a crash neither skips nor repeats anybody. Nothing is written
/// where a pause, or definitions without the SOP, came before it in the log: whoever had a turn then would have lost it.
/// </summary>
internal sealed class LetInWork(IntakeWork events, LettingIn after, PlanLibrary plans) : WriterWork
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _written;

    /// <summary>Whether they were written.</summary>
    public Task<bool> Done => _done.Task;

    public override int Weight => events.Weight + 1;

    public override void Apply(WriterCycle cycle)
    {
        var version = plans.Last;
        _written = version.PauseOf(after.Sop).Since is null && version.Plan.Definitions.Sops.Any(sop => sop.Name == after.Sop);
        if (!_written) return;
        events.Apply(cycle);
        cycle.Commit.Documents.Add(LettingInRecords.ToDocument(after));
    }

    public override void Committed()
    {
        // Also where nothing was written: their places in the queue are free again.
        events.Committed();
        _done.TrySetResult(_written);
    }

    public override void Failed(Exception error)
    {
        events.Failed(error);
        _done.TrySetException(error);
    }
}
