using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Machine;

/// <summary>The store of one process of ours: it may die right before a commit, or right after it and before anybody hears of it.</summary>
internal sealed class CrashingStore(IStore inner, Func<Commit, bool> dies, Action die, Func<bool> isDead, Action<Commit> committed) : IStore
{
    public long LastPosition => inner.LastPosition;

    public IEventIds EventIds => inner.EventIds;

    public void Commit(Commit commit)
    {
        if (isDead()) throw new ProcessDiedException();
        if (dies(commit))
        {
            die();
            throw new ProcessDiedException();
        }
        inner.Commit(commit);
        committed(commit);
        if (!dies(commit)) return;
        die();
        throw new ProcessDiedException();
    }

    public IStoreReader OpenReader() => inner.OpenReader();

    public void Dispose() => inner.Dispose();
}

/// <summary>Whatever runs on in a process that is no more must not think that it wrote something.</summary>
internal sealed class ProcessDiedException() : Exception("The process died.");
