namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Something that must never be was.</summary>
internal sealed class InvariantBrokenException(string invariant, string what) : Exception($"{invariant}: {what}");
