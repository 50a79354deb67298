using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Stores;

/// <summary>What is durable: it outlives the store that is open over it. A commit is on it whole or not at all.</summary>
internal sealed class MemoryDisk(string name = "memory")
{
    private bool _isHeld;

    public Lock Lock { get; } = new();
    public List<LogRow> Rows { get; } = [];
    public Dictionary<(int Workspace, byte Kind, string Value), StoredIdentity> Identities { get; } = [];
    public SortedDictionary<(int Workspace, short Shard, long Customer), StoredState> States { get; } = [];
    public SortedDictionary<(int Workspace, string Name), long> Counters { get; } = new(Comparer<(int, string)>.Create((a, b) =>
        a.Item1 != b.Item1 ? a.Item1.CompareTo(b.Item1) : string.CompareOrdinal(a.Item2, b.Item2)));
    public Dictionary<(int Workspace, string Collection), SortedDictionary<string, byte[]>> Documents { get; } = [];
    public Dictionary<int, FoldCursor> Cursors { get; } = [];
    public DeliveryTable Deliveries { get; } = new();

    public MemoryStore Open(Func<LogRow, UInt128?> eventIdOf)
    {
        if (_isHeld) throw new StoreException($"{name} is held by process {Environment.ProcessId}.");
        _isHeld = true;
        return new MemoryStore(this, eventIdOf);
    }

    /// <summary>The process that held it is gone.</summary>
    public void Release() => _isHeld = false;

    /// <summary>The log and what names its customers; nothing that the log can be folded to.</summary>
    /// <param name="collection">The documents that belong to the log.</param>
    public MemoryDisk LogOnly(string collection)
    {
        var copy = new MemoryDisk();
        copy.Rows.AddRange(Rows);
        foreach (var (key, identity) in Identities) copy.Identities[key] = identity;
        foreach (var (key, documents) in Documents)
            if (key.Collection == collection) copy.Documents[key] = new(documents, StringComparer.Ordinal);
        return copy;
    }

    /// <summary>All of the commit or, with an exception, nothing.</summary>
    public void Write(Commit commit)
    {
        lock (Lock)
        {
            Check(commit);
            // A body is the writer's buffer, which the next commit overwrites.
            foreach (var row in commit.Rows) Rows.Add(row with { Body = row.Body.ToArray() });
            foreach (var identity in commit.Identities) Identities[(identity.Workspace, identity.Kind, identity.Value)] = identity;
            foreach (var delivery in commit.NewDeliveries) Deliveries.Add(delivery);
            foreach (var delivery in commit.ChangedDeliveries) Deliveries.Change(delivery);
            foreach (var (workspace, counter, delta) in commit.Counters)
                Counters[(workspace, counter)] = Counters.GetValueOrDefault((workspace, counter)) + delta;
            foreach (var state in commit.States) States[(state.Workspace, state.Shard, state.Customer)] = state with { Body = state.Body.ToArray() };
            foreach (var document in commit.Documents) Put(document);
            if (commit.Cursor is { } cursor) Cursors[cursor.Workspace] = cursor;
        }
    }

    private void Put(Document document)
    {
        var key = (document.Workspace, document.Collection);
        if (!Documents.TryGetValue(key, out var documents)) Documents[key] = documents = new(StringComparer.Ordinal);
        if (document.Value is null) documents.Remove(document.Key);
        else documents[document.Key] = [.. document.Value];
    }

    private void Check(Commit commit)
    {
        for (var i = 0; i < commit.Rows.Count; i++)
            if (commit.Rows[i].Position != Rows.Count + i + 1)
                throw new StoreException($"Position {commit.Rows[i].Position} cannot be written to {name}: {Rows.Count + i + 1} is next.");
        Deliveries.Check(commit);
    }
}
