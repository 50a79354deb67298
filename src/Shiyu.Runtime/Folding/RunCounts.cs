using System.Runtime.InteropServices;
using Shiyu.Engine;

namespace Shiyu.Runtime.Folding;

/// <summary>How many runs go by each version of each SOP now: counted at the start, and kept up with what is decided. Fold thread only.</summary>
internal sealed class RunCounts
{
    private readonly Dictionary<(string Sop, int Version), long> _runs = [];

    public long this[string sop, int version] => _runs.GetValueOrDefault((sop, version));

    public void Count(IEnumerable<ActiveRun> runs)
    {
        foreach (var run in runs) Add(run.Sop, run.Version, 1);
    }

    public void Take(List<Effect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case Effect.RunStarted started:
                    Add(started.Sop, started.Version, 1);
                    break;
                case Effect.RunMoved moved:
                    Add(moved.Sop, moved.From, -1);
                    Add(moved.Sop, moved.To, 1);
                    break;
                case Effect.RunEnded ended:
                    Add(ended.Sop, ended.Version, -1);
                    break;
            }
        }
    }

    private void Add(string sop, int version, long n) => CollectionsMarshal.GetValueRefOrAddDefault(_runs, (sop, version), out _) += n;
}
