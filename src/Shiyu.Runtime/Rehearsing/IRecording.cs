using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Rehearsal;
using Shiyu.Runtime.Folding;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>A past that can be rehearsed, again and again.</summary>
internal interface IRecording
{
    /// <param name="to">The clock runs up to here; null to the end of the recording.</param>
    /// <param name="decided">Called once per decision, in order.</param>
    RecordingRun Rehearse(RehearsedDefinitions definitions, Instant? to, IDecisionListener decided);

    /// <summary>Everything that happened to one customer and was decided, in that order.</summary>
    /// <param name="customer">As a rehearsal prints it.</param>
    /// <param name="run">The rehearsal that it is a part of.</param>
    /// <returns>Null when nobody is called so.</returns>
    IReadOnlyList<Replayed>? Story(RehearsedDefinitions definitions, string customer, RecordingRun run);
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
internal sealed record RecordingRun(long Events, long Repeats, IReadOnlyList<RehearsedCustomer> Customers, Instant End)
{
    /// <summary>Who was merged into whom on the way, by index.</summary>
    public IReadOnlyDictionary<int, int> Merges { get; init; } = new Dictionary<int, int>();

    /// <summary>The customer as whom another lives in the end.</summary>
    public RehearsedCustomer Survivor(int customer)
    {
        while (Merges.TryGetValue(customer, out var into)) customer = into;
        return Customers[customer];
    }
}
