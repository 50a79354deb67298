using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Stores;

/// <summary>The store in memory, open over a disk: what an <see cref="IStore"/> promises, without a file.</summary>
internal sealed class MemoryStore : IStore
{
    private const long IdsKeptMs = 30L * 86_400_000;
    private readonly MemoryDisk _disk;
    private readonly Ids _ids = new();

    public MemoryStore(MemoryDisk disk, Func<LogRow, UInt128?> eventIdOf)
    {
        _disk = disk;
        var newest = disk.Rows.Count == 0 ? 0 : disk.Rows.Max(row => row.DecidedAtMs);
        foreach (var row in disk.Rows)
            if (row.DecidedAtMs >= newest - IdsKeptMs && eventIdOf(row) is { } id) _ids.Add(id, row.DecidedAtMs);
        _ids.Keep();
    }

    public long LastPosition
    {
        get
        {
            lock (_disk.Lock) return _disk.Rows.Count;
        }
    }

    public IEventIds EventIds => _ids;

    public void Commit(Commit commit)
    {
        try
        {
            _disk.Write(commit);
        }
        catch
        {
            _ids.Forget();
            throw;
        }
        _ids.Keep();
    }

    public IStoreReader OpenReader() => new MemoryReader(_disk);

    public void Dispose() => _disk.Release();

    private sealed class Ids : IEventIds
    {
        private readonly HashSet<UInt128> _known = [];
        private readonly List<UInt128> _new = [];

        public bool Add(UInt128 key, long receivedAtMs)
        {
            if (!_known.Add(key)) return false;
            _new.Add(key);
            return true;
        }

        public bool Contains(UInt128 key) => _known.Contains(key);

        /// <summary>Their rows are in the log.</summary>
        public void Keep() => _new.Clear();

        /// <summary>Their rows are not.</summary>
        public void Forget()
        {
            _known.ExceptWith(_new);
            _new.Clear();
        }
    }
}
