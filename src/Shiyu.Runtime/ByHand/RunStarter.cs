using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Store;

namespace Shiyu.Runtime.ByHand;

/// <summary>Starts a run by hand: the event <c>sop.start</c>, and what the fold made of it.</summary>
internal sealed class RunStarter(IStore store, FoldLoop fold, CustomerDirectory directory, PlanLibrary plans, IIntakeSink intake)
{
    /// <returns>Null when the SOP was withdrawn before the event was folded.</returns>
    public async Task<HandStart?> StartAsync(string sop, long customer)
    {
        var id = Guid.NewGuid().ToString("n");
        // Whoever the customer is merged into meanwhile has this identity then.
        var identity = directory.IdentitiesOf(directory.Survivor(customer)).MinBy(identity => identity.Kind);
        await intake.AcceptAsync(new IntakeBatch(HandEvent.Source, [HandEvent.Of(id, "sop.start", identity, ("sop", sop))]));
        await fold.ThroughAsync(store.LastPosition);
        var survivor = directory.Survivor(customer);
        var (last, clockMs) = await fold.AskAsync(() => (fold.Record(survivor)!.FoldedThrough, fold.ClockMs));
        return await Task.Run(() => Decided(survivor, last, clockMs, sop, id));
    }

    /// <summary>The first decision about the SOP after the event is about the event: what a step hands over comes in a later pass of the instant.</summary>
    private HandStart? Decided(long customer, long last, long clockMs, string sop, string id)
    {
        using var reader = store.OpenReader();
        var replay = new Replay(reader, plans);
        replay.Run(customer, last, clockMs, plans.Newest.Position);
        var text = CustomerNumber.ToText(customer);
        var after = replay.Entries.SkipWhile(entry => entry.Event is not { Source: HandEvent.Source } logged || logged.Fact.Id != id);
        foreach (var effect in after.Select(entry => entry.Effect))
        {
            if (effect is Effect.RunStarted started && started.Sop == sop && started.Cause == Cause.Event(id))
                return new HandStart(true, started.Run.ToString(), null, text, id);
            if (effect is Effect.TriggerForgotten forgotten && forgotten.Sop == sop && forgotten.Cause == Cause.Event(id))
                return new HandStart(false, null, Words.Of(forgotten.Reason), text, id);
        }
        return null;
    }
}

/// <summary>What became of a start by hand.</summary>
/// <param name="Run">The run that started; null when none did.</param>
/// <param name="Reason">Why none started: <c>running</c>, <c>reentry</c>, <c>when_false</c>, <c>goal</c>, <c>exit</c>, <c>do_not_disturb</c>, <c>no_anchor</c>, <c>paused</c> or <c>draining</c>.</param>
/// <param name="Customer">Whose it is: the survivor, where customers were merged.</param>
/// <param name="Event">The id of the event <c>sop.start</c> on the customer's timeline.</param>
public sealed record HandStart(bool Started, string? Run, string? Reason, string Customer, string Event);
