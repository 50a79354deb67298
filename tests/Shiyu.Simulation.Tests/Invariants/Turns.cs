using System.Globalization;
using Shiyu.Engine.Definitions;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Existing customers are let in one after another: each once, never faster than the pace, and nobody while the SOP is paused.</summary>
internal sealed class Turns(Pauses pauses)
{
    // What was missed is made up for, for a minute; and a commit may be late by some seconds.
    private const long SlackMs = 90_000;
    private readonly Dictionary<string, List<long>> _atMs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pace> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Pace> _paces = new(StringComparer.Ordinal);

    public int Taken { get; private set; }

    /// <summary>
    /// The next letting-in of an SOP may go at this pace. While one is under way another is refused, and after a crash nobody knows which: the quickest that was
    /// asked for since the last one began is the bound.
    /// </summary>
    public void Asked(string sop, Pace pace) => _asked[sop] = _asked.TryGetValue(sop, out var other) && IsQuicker(other, pace) ? other : pace;

    public void Take(Seen turn)
    {
        if (turn.Name != "sop.let_in") return;
        var (sop, letting) = (turn.Text("sop")!, turn.Text("letting")!);
        Taken++;
        if (!_seen.Add(turn.Fact.Id)) throw new InvariantBrokenException("existing customers have one turn each", turn.Fact.Id);
        if (pauses.IsPaused(sop)) throw new InvariantBrokenException("nobody is let into a paused SOP", turn.Fact.Id);
        if (!_atMs.TryGetValue($"{sop}/{letting}", out var before))
        {
            _atMs[$"{sop}/{letting}"] = before = [];
            _paces[sop] = _asked[sop];
            _asked.Remove(sop);
        }
        var pace = _paces[sop];
        before.Add(turn.DecidedAtMs);
        // So many in any span of time, however it began.
        for (var first = 0; first < before.Count; first++)
        {
            var most = (turn.DecidedAtMs - before[first] + SlackMs) * pace.Customers / pace.Per.Ms + 2;
            if (before.Count - first > most)
                throw new InvariantBrokenException("existing customers are let in at their pace", string.Create(CultureInfo.InvariantCulture, $"{sop}: {before.Count - first} since {before[first]}"));
        }
    }

    private static bool IsQuicker(Pace one, Pace other) => one.Customers * other.Per.Ms > other.Customers * one.Per.Ms;
}
