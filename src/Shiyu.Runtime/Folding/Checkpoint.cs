using Shiyu.Engine;
using Shiyu.Runtime.Customers;
using Shiyu.Store;

namespace Shiyu.Runtime.Folding;

/// <summary>
/// Writes changed states in key order, a chunk at a time, behind the fold. States are a cache of the log: writing each one after each
/// event would cost ten times the log itself (docs/decisions), so they are written rarely and together. Fold thread only.
/// </summary>
internal sealed class Checkpoint(TimeProvider wall, long everyFacts)
{
    private const int ChunkStates = 1_000;

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private List<CustomerRecord> _dirty = [];
    private List<CustomerRecord> _writing = [];
    private int _written;
    private long _target;
    private long _lastAt = wall.GetTimestamp();

    /// <summary>Every stored state includes at least the facts up to here.</summary>
    public long Position { get; set; }

    public bool InProgress => _written < _writing.Count;

    public bool HasWork => InProgress || _dirty.Count > 0;

    public void Note(CustomerRecord record) => _dirty.Add(record);

    public bool IsDue(long throughPosition) =>
        InProgress || (_dirty.Count > 0 && (throughPosition - _target >= everyFacts || wall.GetElapsedTime(_lastAt) >= Every));

    public void Begin(long throughPosition)
    {
        if (InProgress) return;
        (_writing, _dirty) = (_dirty, []);
        _writing.Sort((a, b) => CustomerNumber.ShardOf(a.Id).CompareTo(CustomerNumber.ShardOf(b.Id)) is not 0 and var order ? order : a.Id.CompareTo(b.Id));
        _written = 0;
        _target = throughPosition;
        _lastAt = wall.GetTimestamp();
        if (_writing.Count == 0) Position = throughPosition;
    }

    /// <summary>The next chunk, as the states are now. After the last one <see cref="Position"/> has moved on.</summary>
    public List<StoredState> Next(Func<long, Plan> planAt)
    {
        var states = new List<StoredState>(Math.Min(ChunkStates, _writing.Count - _written));
        for (; _written < _writing.Count && states.Count < ChunkStates; _written++)
        {
            var record = _writing[_written];
            states.Add(record.ToStored(planAt(record.PlanPosition)));
            record.Dirty = false;
            if (record.ClosedInto != 0) record.State = null;
        }
        if (!InProgress)
        {
            Position = _target;
            _writing = [];
            _written = 0;
        }
        return states;
    }
}
