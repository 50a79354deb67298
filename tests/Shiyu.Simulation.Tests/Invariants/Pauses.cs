using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Which SOPs are surely paused: the pause was acknowledged, and nobody has asked for its end.</summary>
internal sealed class Pauses
{
    private readonly HashSet<string> _paused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _droppedBeforeMs = [];

    private readonly HashSet<string> _perhaps = new(StringComparer.Ordinal);

    /// <summary>It may be paused still, or again.</summary>
    public bool MayBePaused(string sop) => _perhaps.Contains(sop);

    public bool IsPaused(string sop) => _paused.Contains(sop);

    /// <summary>Somebody is about to pause it.</summary>
    public void Pausing(string sop) => _perhaps.Add(sop);

    public void Paused(string sop) => _paused.Add(sop);

    /// <summary>It goes on, or there is no such SOP.</summary>
    public void Resumed(string sop) => _perhaps.Remove(sop);

    public void Resuming(string sop) => _paused.Remove(sop);

    /// <param name="beforeMs">Business time at which a resumption was asked for that drops; it has been acknowledged.</param>
    public void Dropped(string sop, long beforeMs) => _droppedBeforeMs[sop] = beforeMs;

    public bool WasDropped(Delivery delivery) => _droppedBeforeMs.TryGetValue(delivery.Sop, out var before) && delivery.PlannedAtMs < before;
}
