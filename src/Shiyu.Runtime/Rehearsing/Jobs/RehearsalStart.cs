using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Rehearsing.Jobs;

/// <summary>What became of the wish to rehearse.</summary>
public abstract record RehearsalStart
{
    public sealed record Started(RehearsalView View) : RehearsalStart;

    /// <summary>One at a time.</summary>
    public sealed record Busy(string Id) : RehearsalStart;

    /// <param name="Draft">The place of the draft that is refused.</param>
    public sealed record Refused(int Draft, IReadOnlyList<Refusal> Refusals) : RehearsalStart;

    public sealed record Invalid(string Field, string Given, string Allowed) : RehearsalStart;
}
