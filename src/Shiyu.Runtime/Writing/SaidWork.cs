using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>Whatever needs no position in the log, and events that say of it what decides: durable together, so that a crash leaves both or neither.</summary>
/// <param name="said">Null where nothing is said.</param>
internal sealed class SaidWork(IntakeWork? said, Action<Commit> apply) : WriterWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override int Weight => 1 + (said?.Weight ?? 0);

    public override void Apply(WriterCycle cycle)
    {
        said?.Apply(cycle);
        apply(cycle.Commit);
    }

    public override void Committed()
    {
        said?.Committed();
        _done.TrySetResult();
    }

    public override void Failed(Exception error)
    {
        said?.Failed(error);
        _done.TrySetException(error);
    }
}
