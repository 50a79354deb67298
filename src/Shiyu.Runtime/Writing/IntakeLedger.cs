using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Writing;

/// <summary>What intake counts: events waiting to be written or folded (bounded), accepted and folded (durable), rejected.</summary>
internal sealed class IntakeLedger(TimeProvider wall, int queueMax, long accepted, long folded, long rejected)
{
    private readonly HashSet<(long, string)> _refusedJoins = [];
    private readonly Queue<(long Accepted, long At)> _acceptedAt = new();
    private readonly Lock _lock = new();
    private long _waiting;
    private long _accepted = accepted;
    private long _folded = folded;
    private long _rejected = rejected;

    /// <summary>Scratch of the writer thread.</summary>
    public ResolveChanges Changes { get; } = new();

    /// <summary>Takes places in the queue, or none. A batch larger than the whole queue is taken when the queue is empty.</summary>
    public bool TryEnter(long places)
    {
        while (true)
        {
            var waiting = Volatile.Read(ref _waiting);
            if (waiting > 0 && waiting + places > queueMax) return false;
            if (Interlocked.CompareExchange(ref _waiting, waiting + places, waiting) == waiting) return true;
        }
    }

    /// <summary>Repeats leave the queue here, accepted events when they are folded: so the queue bounds the fold's backlog, too.</summary>
    /// <param name="repeatedPlaces">Those of the repeats.</param>
    public void Committed(long repeatedPlaces, int accepted)
    {
        Interlocked.Add(ref _waiting, -repeatedPlaces);
        if (accepted == 0) return;
        lock (_lock)
        {
            _accepted += accepted;
            _acceptedAt.Enqueue((_accepted, wall.GetTimestamp()));
        }
    }

    /// <param name="places">Those of them that came through the queue; after a restart the others never did.</param>
    public void Folded(long events, long places)
    {
        Interlocked.Add(ref _waiting, -places);
        lock (_lock)
        {
            _folded += events;
            while (_acceptedAt.TryPeek(out var oldest) && oldest.Accepted <= _folded) _acceptedAt.Dequeue();
        }
    }

    public void Rejected(long items) => Interlocked.Add(ref _rejected, items);

    /// <summary>Joins that are listed as refused since before the start.</summary>
    public void Restore(IEnumerable<(long Customer, string Identity)> refusedJoins) => _refusedJoins.UnionWith(refusedJoins);

    /// <summary>Whether this join is refused for the first time: shared devices repeat theirs with every event.</summary>
    public bool FirstRefusal(long customer, Identity identity) => _refusedJoins.Count < 100_000 && _refusedJoins.Add((customer, identity.ToString()));

    public IntakeStatus Status
    {
        get
        {
            lock (_lock)
            {
                var lag = _acceptedAt.TryPeek(out var oldest) ? (long)wall.GetElapsedTime(oldest.At).TotalMilliseconds : 0;
                return new IntakeStatus(_accepted, _folded, Volatile.Read(ref _rejected), lag);
            }
        }
    }
}
