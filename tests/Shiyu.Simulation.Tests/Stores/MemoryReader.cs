using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Stores;

internal sealed class MemoryReader(MemoryDisk disk) : IStoreReader
{
    public long LastPosition()
    {
        lock (disk.Lock) return disk.Rows.Count;
    }

    public LogRow? Row(long position)
    {
        lock (disk.Lock) return position >= 1 && position <= disk.Rows.Count ? disk.Rows[(int)position - 1] : null;
    }

    public IEnumerable<LogRow> Rows(long after, long through)
    {
        // The rows of one commit are seen together: the end is looked up as the reading comes to it.
        for (var next = after; ;)
        {
            long end;
            lock (disk.Lock) end = Math.Min(disk.Rows.Count, through);
            if (next >= end) yield break;
            for (; next < end; next++)
            {
                LogRow row;
                lock (disk.Lock) row = disk.Rows[(int)next];
                yield return row;
            }
        }
    }

    public FoldCursor? Cursor(int workspace)
    {
        lock (disk.Lock) return disk.Cursors.TryGetValue(workspace, out var cursor) ? cursor : null;
    }

    public IEnumerable<StoredIdentity> Identities(int workspace)
    {
        lock (disk.Lock) return [.. disk.Identities.Values.Where(identity => identity.Workspace == workspace)];
    }

    public IEnumerable<StoredState> States(int workspace)
    {
        lock (disk.Lock) return [.. disk.States.Values.Where(state => state.Workspace == workspace)];
    }

    public StoredState? State(int workspace, short shard, long customer)
    {
        lock (disk.Lock) return disk.States.TryGetValue((workspace, shard, customer), out var state) ? state : null;
    }

    public IEnumerable<Counter> Counters(int workspace)
    {
        lock (disk.Lock) return [.. disk.Counters.Where(counter => counter.Key.Workspace == workspace).Select(counter => new Counter(counter.Key.Name, counter.Value))];
    }

    public IReadOnlyList<Delivery> Deliveries(int workspace, DeliveryQuery query)
    {
        lock (disk.Lock) return disk.Deliveries.Find(workspace, query);
    }

    public Delivery? Delivery(int workspace, long sequence)
    {
        lock (disk.Lock) return disk.Deliveries.Find(workspace, sequence);
    }

    public Delivery? Act(int workspace, UInt128 id)
    {
        lock (disk.Lock) return disk.Deliveries.All.FirstOrDefault(delivery => delivery.Workspace == workspace && delivery.Id == id && delivery.Kind != "message");
    }

    public long LastDeliverySequence(int workspace)
    {
        lock (disk.Lock) return disk.Deliveries.Last(workspace);
    }

    public byte[]? Document(int workspace, string collection, string key)
    {
        lock (disk.Lock) return disk.Documents.GetValueOrDefault((workspace, collection))?.GetValueOrDefault(key);
    }

    public IReadOnlyList<Document> Documents(int workspace, string collection, string after, int limit)
    {
        lock (disk.Lock)
        {
            return [.. disk.Documents.GetValueOrDefault((workspace, collection), [])
                .Where(document => string.CompareOrdinal(document.Key, after) > 0).Take(limit)
                .Select(document => new Document(workspace, collection, document.Key, document.Value))];
        }
    }

    public void Dispose() { }
}
