using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Rehearsal;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>A past that can be rehearsed, again and again.</summary>
internal interface IRecording
{
    /// <param name="to">The clock runs up to here; null to the end of the recording.</param>
    /// <param name="decided">Called once per decision, in order.</param>
    RecordingRun Rehearse(RehearsedDefinitions definitions, Instant? to, IDecisionListener decided);
}

/// <summary>Hears what a rehearsal decides.</summary>
internal interface IDecisionListener
{
    void Decided(RehearsedCustomer customer, Effect effect);

    /// <summary>The definitions changed on the way; what comes was decided by these.</summary>
    void Redefined(Plan plan);
}

/// <summary>What a rehearsal went through.</summary>
/// <param name="Repeats">Lines left out because their event had come before.</param>
/// <param name="Customers">Everybody met, by index.</param>
/// <param name="End">Everything before this instant was decided.</param>
internal sealed record RecordingRun(long Events, long Repeats, IReadOnlyList<RehearsedCustomer> Customers, Instant End);
