using System.Collections.Concurrent;

namespace Shiyu.Runtime.Folding;

/// <summary>Lists of facts on their way from the writer to the fold and empty back: grown anew for each commit, they cost more than the facts in them.</summary>
internal sealed class FactLists
{
    // As many as are under way while both threads work; a backlog's lists go to the collector.
    private const int KeptMax = 8;

    private readonly ConcurrentBag<List<FoldFact>> _empty = [];

    public List<FoldFact> Take() => _empty.TryTake(out var list) ? list : [];

    public void Return(List<FoldFact> list)
    {
        list.Clear();
        if (_empty.Count < KeptMax) _empty.Add(list);
    }
}
