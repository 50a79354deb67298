using Shiyu.Engine.Backfilling;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>Moves a state from one plan's indexes to another's by name, and asks everything again.</summary>
internal static class Redefinition
{
    /// <param name="filled">What is counted anew as it was read before; null to read it from the history here.</param>
    public static void Move(
        Plan before, Plan after, CustomerState state, IEnumerable<EventFact> history, BackfilledCustomer? filled, Instant now, List<Effect> effects)
    {
        state.Now = now;
        // What is counted already goes on being counted; the history is read only where the new definitions ask what nobody has asked before.
        filled = after.BackfillFrom(before) is { } backfill ? Filled(backfill, state, history, filled) : null;
        MoveTags(before, after, state, now, effects);
        MoveRuns(before, after, state, filled, now, effects);
        state.Events = ReferenceEquals(before.Zone, after.Zone)
            ? after.Events.TakeOver(state.Events!, before.Events, filled?.Events)
            : filled?.Events ?? after.Events.NewStates();

        var folding = Folding.Of(after, state, effects);
        folding.Begin(now, Cause.Definition, null);
        if (state.Exists) folding.Dirty.Fill(after.RuleCount);
        folding.SettleTagsAndEnds();
    }

    /// <summary>The version that a run goes on in: its own where the plan still holds it, otherwise the one in force; null where there is none.</summary>
    public static SopPlan? VersionFor(Plan after, string sop, int version) =>
        after.SopNamed(sop) is { } known ? known.VersionNamed(version) ?? (known.InForce ? known : null) : null;

    /// <summary>Fills the customer's accumulators and those of the runs going on from the history.</summary>
    public static void Refill(Plan plan, CustomerState state, IEnumerable<EventFact> history, Instant now)
    {
        state.Events = plan.Events.NewStates();
        foreach (var record in state.Sops)
            if (record.Going is { } run)
                run.Events = plan.Of(record.Sop, run) is { Counts: true } sop ? sop.RunEvents.NewStates() : null;

        foreach (var fact in history)
        {
            if (state.Waits(fact)) continue;
            plan.Events.Absorb(state.Events, fact, now);
            foreach (var record in state.Sops)
                if (record.Going is { Events: { } events } run && run.Sees(fact)) plan.Of(record.Sop, run).RunEvents.Absorb(events, fact, now);
        }
    }

    private static BackfilledCustomer Filled(Backfill backfill, CustomerState state, IEnumerable<EventFact> history, BackfilledCustomer? filled)
    {
        if (filled is null || !backfill.IsWhole(filled, state))
        {
            filled = backfill.Begin(state);
            if (backfill.CountsForAll || backfill.HasRuns(state)) filled.TakeAll(history, state);
        }
        else
        {
            filled.Settle(state);
        }
        return filled;
    }

    private static void MoveTags(Plan before, Plan after, CustomerState state, Instant now, List<Effect> effects)
    {
        TagPlan? New(int tag) => after.TagsByName.GetValueOrDefault(before.Tags[tag].Name);

        foreach (var held in state.Held)
            if (New(held.Tag) is null) effects.Add(new Effect.TagLeft(now, before.Tags[held.Tag].Name, Cause.Definition));
        state.Held = [.. state.Held.Where(held => New(held.Tag) is not null)
            .Select(held => held with { Tag = New(held.Tag)!.Index }).OrderBy(held => held.Tag)];

        // A hold goes on where the tag is still held so; a `once` that became a `for` has no end to run to.
        state.Holds = [.. state.Holds
            .Where(hold => New(hold.Tag) is { When: not null } tag
                && tag.Hold.Kind == (hold.Until == Instant.Max ? HoldKind.Once : HoldKind.For))
            .Select(hold => hold with { Tag = New(hold.Tag)!.Index })];
        state.ByHand = [.. state.ByHand.Where(entry => New(entry.Tag) is { When: null })
            .Select(entry => entry with { Tag = New(entry.Tag)!.Index })];

        var truths = before.Tags.Where(tag => state.Truth(tag.Index)).Select(tag => New(tag.Index)).OfType<TagPlan>().ToList();
        state.Truths = null;
        state.Changes = [];
        foreach (var tag in truths) state.SetTruth(tag.Index, true, after.RuleCount);
    }

    private static void MoveRuns(Plan before, Plan after, CustomerState state, BackfilledCustomer? filled, Instant now, List<Effect> effects)
    {
        var kept = new List<SopRecord>();
        var sameBudgets = before.Definitions.Workspace.Budgets == after.Definitions.Workspace.Budgets;
        foreach (var record in state.Sops)
        {
            var name = before.Sops[record.Sop].Name;
            var sop = after.SopNamed(name);
            if (record.Going is { } run)
            {
                var (from, version) = (before.Of(record.Sop, run), run.Version);
                var to = VersionFor(after, name, version);
                if (to is null || !RunMove.Move(from, to, run, after.Times, sameBudgets))
                {
                    record.Going = null;
                    record.LastEnded = new EndedRun(run.Id, now, EndReason.Withdrawn, version);
                    effects.Add(Effect.RunEnded.Of(now, from, run, EndReason.Withdrawn, Cause.Definition));
                }
                else
                {
                    TakeOverCounts(from, to, run, ReferenceEquals(before.Zone, after.Zone), filled?.CountsOf(run));
                    var next = run.NextStep < to.Steps.Length ? to.Steps[run.NextStep].Id : null;
                    if (to.Version != version) effects.Add(new Effect.RunMoved(now, name, run.Id, version, to.Version, next, Cause.Definition));
                }
            }
            if (sop is null) continue;
            record.Sop = sop.Index;
            kept.Add(record);
        }
        state.Sops = [.. kept.OrderBy(record => record.Sop)];
    }

    private static void TakeOverCounts(SopPlan from, SopPlan to, Run run, bool sameZone, AccumulatorStates? filled)
    {
        var events = sameZone
            ? to.RunEvents.TakeOver(run.Events ?? from.RunEvents.NewStates(), from.RunEvents, filled)
            : filled ?? to.RunEvents.NewStates();
        run.Events = to.Counts ? events : null;
    }
}
