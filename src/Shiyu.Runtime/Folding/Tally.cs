using System.Runtime.InteropServices;
using Shiyu.Store;

namespace Shiyu.Runtime.Folding;

/// <summary>Counts of the fold: totals as they stand, and what was added since the last flush. Fold thread only.</summary>
internal sealed class Tally
{
    // Event names come from outside; past this many distinct ones the rest share one count.
    private const int EventNamesMax = 2_000;

    private readonly Dictionary<CountKey, long> _added = [];
    private readonly Dictionary<CountKey, string> _names = [];
    private readonly Dictionary<string, long> _totals;
    private readonly HashSet<string> _eventNames = new(StringComparer.Ordinal);

    public Tally(IEnumerable<Counter> stored)
    {
        _totals = stored.ToDictionary(counter => counter.Name, counter => counter.Value, StringComparer.Ordinal);
    }

    public IReadOnlyDictionary<string, long> Totals => _totals;

    public long Total(string name) => _totals.GetValueOrDefault(name);

    public void Add(CountKey key, long n = 1) => CollectionsMarshal.GetValueRefOrAddDefault(_added, key, out _) += n;

    public void AddEvent(string name) =>
        Add(CountKey.Event(_eventNames.Count < EventNamesMax ? Known(name) : _eventNames.Contains(name) ? name : "*"));

    /// <summary>Adds to the totals at once; the caller writes the same delta itself.</summary>
    public void AddWritten(string name, long n) => CollectionsMarshal.GetValueRefOrAddDefault(_totals, name, out _) += n;

    public List<CounterDelta> Flush()
    {
        var deltas = new List<CounterDelta>(_added.Count);
        foreach (var (key, n) in _added)
        {
            if (n == 0) continue;
            if (!_names.TryGetValue(key, out var name)) _names[key] = name = key.Name;
            AddWritten(name, n);
            deltas.Add(new CounterDelta(ShiyuRuntime.Workspace, name, n));
        }
        _added.Clear();
        return deltas;
    }

    private string Known(string name)
    {
        _eventNames.Add(name);
        return name;
    }
}
