using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Time;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>One turn of the writer: the commit being filled, and the facts that the fold gets once it is durable.</summary>
internal sealed class WriterCycle(IStore store, DecisionClock clock, CustomerDirectory directory, FactLists lists)
{
    private long? _decidedAtMs;

    public Commit Commit { get; } = new();

    public CustomerDirectory Directory => directory;

    public IEventIds EventIds => store.EventIds;

    /// <summary>For the bodies of this cycle's rows.</summary>
    public BodyBuffer Bodies { get; } = new();

    /// <summary>Facts for the fold, in log order.</summary>
    public List<FoldFact> Facts { get; private set; } = [];

    /// <summary>The decision time of every fact of this cycle.</summary>
    public long DecidedAtMs => _decidedAtMs ??= clock.Stamp();

    public bool HasFacts => _decidedAtMs is not null;

    public long NextPosition => store.LastPosition + Commit.Rows.Count + 1;

    /// <summary>Appends a row to a customer's chain (0: the workspace's) and returns it.</summary>
    public LogRow Append(long customer, long previous, long occurredAtMs, ReadOnlyMemory<byte> body)
    {
        var row = new LogRow(
            NextPosition, customer == 0 ? (short)0 : CustomerNumber.ShardOf(customer), ShiyuRuntime.Workspace, customer, previous, occurredAtMs,
            DecidedAtMs, body);
        Commit.Rows.Add(row);
        return row;
    }

    public void Begin()
    {
        Commit.Clear();
        Bodies.Clear();
        // The fold has the last cycle's list, if there was anything in it.
        if (HasFacts) Facts = lists.Take();
        _decidedAtMs = null;
    }
}
