using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>Something to be written in the next commit.</summary>
internal abstract class WriterWork
{
    /// <summary>How much of a commit it fills; the writer starts a new commit past a bound.</summary>
    public virtual int Weight => 1;

    /// <summary>Adds to the commit; on the writer thread.</summary>
    public abstract void Apply(WriterCycle cycle);

    /// <summary>The commit is durable.</summary>
    public abstract void Committed();

    /// <summary>The commit failed whole; the process is about to stop.</summary>
    public abstract void Failed(Exception error);
}

/// <summary>Documents, delivery changes, counts: whatever needs no position in the log.</summary>
internal sealed class PlainWork(Action<Commit> apply) : WriterWork
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    public override void Apply(WriterCycle cycle) => apply(cycle.Commit);

    public override void Committed() => _done.TrySetResult();

    public override void Failed(Exception error) => _done.TrySetException(error);
}
