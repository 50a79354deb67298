using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Which SOPs are surely paused: the pause was acknowledged, and nobody has asked for its end.</summary>
internal sealed class Pauses
{
    private readonly HashSet<string> _paused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _droppedBeforeMs = [];

    public bool IsPaused(string sop) => _paused.Contains(sop);

    public void Paused(string sop) => _paused.Add(sop);

    public void Resuming(string sop) => _paused.Remove(sop);

    /// <param name="beforeMs">Business time at which a resumption was asked for that drops; it has been acknowledged.</param>
    public void Dropped(string sop, long beforeMs) => _droppedBeforeMs[sop] = beforeMs;

    public bool WasDropped(Delivery delivery) => _droppedBeforeMs.TryGetValue(delivery.Sop, out var before) && delivery.PlannedAtMs < before;
}
