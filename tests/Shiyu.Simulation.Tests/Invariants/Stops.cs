using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>What the guardrail has surely stopped: it was acknowledged, and nobody has asked for its end.</summary>
internal sealed class Stops
{
    private readonly HashSet<string> _stopped = new(StringComparer.Ordinal);

    public int Seen { get; private set; }

    public void Stopped(string what) => Seen += _stopped.Add(what) ? 1 : 0;

    public void Resuming(string what) => _stopped.Remove(what);

    public bool Holds(Delivery delivery) => _stopped.Contains($"step:{delivery.Sop}/{delivery.Step}") || _stopped.Contains($"material:{delivery.Content}");
}
