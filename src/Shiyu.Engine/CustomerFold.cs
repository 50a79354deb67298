using Shiyu.Engine.Backfilling;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine;

/// <summary>
/// The engine's verbs. Each takes the plan, one customer's state and the decision instant, changes the state in place and adds what it
/// decided to <c>effects</c>, in order. Deterministic: the same calls give the same effects, byte for byte.
/// The order within one instant: fold → tags → ends → new runs → steps due → completed.
/// </summary>
public static class CustomerFold
{
    /// <summary>
    /// Folds one fact at <paramref name="now"/> (not before the state's <see cref="CustomerState.Now"/>). First takes every wake-up
    /// before <paramref name="now"/>; a wake-up at exactly <paramref name="now"/> comes after the fact. An event that occurred earlier than
    /// <paramref name="now"/> enters history at its own time; one that occurs after <paramref name="now"/> waits in the state until then.
    /// The events <c>tag.set</c> and <c>tag.unset</c> (text property <c>tag</c>: <c>GROUP/TAG</c>) set and unset tags that have no rule.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> is before the state's last decision.</exception>
    public static void Fold(Plan plan, CustomerState state, EventFact fact, Instant now, List<Effect> effects)
    {
        RefuseGoingBack(state, now);
        var folding = Folding.Of(plan, state, effects);
        folding.TakeWhatCameBefore(now);
        if (fact.OccurredAt > now) folding.Wait(fact);
        else folding.Fold(fact, now);
    }

    /// <summary>Takes every wake-up at or before <paramref name="through"/>, each at its own instant.</summary>
    public static void Wake(Plan plan, CustomerState state, Instant through, List<Effect> effects)
    {
        if (state.WakeAt <= through) Folding.Of(plan, state, effects).WakeUntil(through, inclusive: true);
    }

    /// <summary>
    /// Moves a state to other definitions: accumulators are filled from the history, conditions asked again at <paramref name="now"/>,
    /// cause <c>definition</c>; starts no run. A run whose version <paramref name="after"/> still holds goes on as it is; others go on by step id in the version in force, or
    /// end as withdrawn where there is none, or where nothing of what they have behind them is left in it.
    /// </summary>
    /// <param name="history">Every event of the customer in order of arrival; read only where <paramref name="after"/> counts what <paramref name="before"/> did not.</param>
    /// <param name="filled">What was read from that history beforehand, up to now, by a <see cref="Backfill"/> that fits; null to read it here.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> is before the state's last decision.</exception>
    public static void Redefine(
        Plan before, Plan after, CustomerState state, IEnumerable<EventFact> history, Instant now, List<Effect> effects, BackfilledCustomer? filled = null)
    {
        RefuseGoingBack(state, now);
        if (state.WakeAt < now) Folding.Of(before, state, effects).WakeUntil(now, inclusive: false);
        Redefinition.Move(before, after, state, history, filled, now, effects);
        // A step that the new definitions make due by now is time's doing, not theirs.
        Wake(after, state, now, effects);
    }

    /// <summary>
    /// Moves a state to the same definitions under other pauses (<see cref="Plan.With"/>). While an SOP is paused its runs do not walk; what ends them ends
    /// them. Where it is resumed, the steps whose time has passed are decided now, cause <c>definition</c>, as if they had been reached in time: a message
    /// goes unless it has expired, or is dropped, as the resumption says.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> is before the state's last decision.</exception>
    public static void Repause(Plan before, Plan after, CustomerState state, Instant now, List<Effect> effects)
    {
        RefuseGoingBack(state, now);
        if (state.WakeAt <= now) Folding.Of(before, state, effects).TakeWhatCameBefore(now);
        Pausing.Move(before, after, state, now, effects);
    }

    /// <summary>
    /// Makes <paramref name="survivor"/> the fold of both histories: conditions are asked again at <paramref name="now"/> only, holds and
    /// runs of both go on (of two runs of one SOP the earlier one), and nothing already decided is decided again. Starts no run.
    /// The loser's wake-ups before <paramref name="now"/> are the caller's to take; its state is of no use afterwards.
    /// </summary>
    /// <param name="history">Both customers' events in order of arrival.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="now"/> is before the last decision of either.</exception>
    public static void Merge(
        Plan plan, CustomerState survivor, CustomerState loser, IEnumerable<EventFact> history, Cause cause, Instant now,
        List<Effect> effects)
    {
        RefuseGoingBack(survivor, now);
        RefuseGoingBack(loser, now);
        Folding.Of(plan, survivor, effects).WakeUntil(now, inclusive: false);
        Merging.Join(plan, survivor, loser, history, cause, now, effects);
        Wake(plan, survivor, now, effects);
    }

    /// <summary>
    /// Why an existing customer would not enter an SOP if the event <c>sop.let_in</c> came now, a pause of the SOP aside; null when a run would start. Decides
    /// nothing and changes nothing.
    /// </summary>
    /// <param name="now">Every wake-up before it has been taken.</param>
    /// <returns><see cref="ForgottenReason.LeftTrigger"/> for whoever is not in the tag or audience that triggers the SOP.</returns>
    /// <exception cref="ArgumentException">There is no such SOP.</exception>
    public static ForgottenReason? WhyNotLetIn(Plan plan, CustomerState state, string sop, Instant now) =>
        EntryStage.WhyNotLetIn(plan, state, plan.SopNamed(sop) ?? throw new ArgumentException($"There is no SOP {sop}.", nameof(sop)), now);

    /// <summary>
    /// Law 6: asked right before a planned message is handed over. Null when it may go; otherwise what became of it.
    /// A run that has completed meanwhile does not stop its last message, but its goal or exit met since then does.
    /// </summary>
    /// <param name="material">What would go out.</param>
    /// <param name="planned">When it was planned.</param>
    /// <param name="later">Events of the customer folded after the run's entry, in order of arrival; read only when the run is over.</param>
    /// <param name="behind">The customer's messages that were decided on after this one and have not been handed over; asked only where budgets speak against it. Null: none.</param>
    public static HandOverRefusal? MayHandOver(
        Plan plan, CustomerState state, string sop, RunId run, string step, string material, Instant planned, Instant expiresAt, Instant now,
        IEnumerable<EventFact> later, Func<IEnumerable<PlannedMessage>>? behind = null) =>
        HandOverGuard.Ask(plan, state, sop, run, step, material, planned, expiresAt, now, later, behind);

    /// <summary>The member through whom a run's direct message goes now, as its SOP says; null where nobody may send it.</summary>
    public static string? SenderOf(Plan plan, CustomerState state, string sop, RunId run)
    {
        var definition = plan.SopNamed(sop) is { } known ? known.VersionOf(state.Record(known.Index), run)?.Definition : null;
        return Sending.Of(definition?.Sender ?? SenderChoice.Newest, state.Contacts, state.Attributes);
    }

    /// <summary>When the goal of a run that is over was met after all; null when it was not.</summary>
    /// <param name="later">Events of the customer folded after the run's entry, in order of arrival.</param>
    public static Instant? GoalMetAt(Plan plan, CustomerState state, string sop, IEnumerable<EventFact> later) => GoalSearch.FirstMet(plan, state, sop, later);

    private static void RefuseGoingBack(CustomerState state, Instant now)
    {
        if (now < state.Now)
            throw new ArgumentOutOfRangeException(nameof(now), now, $"Customer {state.Key} has been decided on up to {state.Now}.");
    }
}
