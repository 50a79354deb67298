using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Store;

namespace Shiyu.Runtime.Deliveries;

/// <summary>
/// The events that a customer's run would have seen: those folded after its entry. Read only when asked for, because only the last message of a
/// run that is already over needs them.
/// </summary>
internal sealed class LaterEvents(IStore store, PlanLibrary plans, long customer, long last, long clockMs, RunId run)
{
    public IEnumerable<EventFact> Events
    {
        get
        {
            using var reader = store.OpenReader();
            var replay = new Replay(reader, plans);
            replay.Run(customer, last, clockMs, plans.Newest.Position);
            foreach (var fact in After(run, replay.Entries)) yield return fact;
        }
    }

    /// <summary>The events of a replay that were folded after a run's entry.</summary>
    public static IEnumerable<EventFact> After(RunId run, IEnumerable<Replayed> replayed)
    {
        var entered = false;
        foreach (var entry in replayed)
        {
            if (entry.Effect is Effect.RunStarted started && started.Run == run) entered = true;
            else if (entered && entry.Event is { } logged) yield return logged.Fact;
        }
    }
}
