namespace Shiyu.Faults.Tests;

/// <summary>A mistake that somebody could make in the engine.</summary>
/// <param name="File">Below <c>src/Shiyu.Engine</c>.</param>
/// <param name="Sound">An expression that stands in the file exactly once.</param>
/// <param name="Faulty">What stands there instead.</param>
/// <param name="CaughtBy">The class of tests that has to notice, below <c>Shiyu.Engine.Tests</c>.</param>
public sealed record Fault(string Name, string File, string Sound, string Faulty, string CaughtBy);
