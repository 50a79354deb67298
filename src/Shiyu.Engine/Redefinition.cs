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
        var succession = after.After(before);
        filled = succession.Backfill is { } backfill ? Filled(backfill, state, history, filled) : null;
        MoveTags(succession, after, state, now, effects);
        MoveRuns(before, after, state, filled, now, effects);
        state.Events = ReferenceEquals(before.Zone, after.Zone)
            ? after.Events.TakeOver(state.Events ?? before.Events.NewStates(), before.Events, filled?.Events)
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

    private static void MoveTags(Succession succession, Plan after, CustomerState state, Instant now, List<Effect> effects)
    {
        var (before, next) = (succession.Before, succession.Tags);
        foreach (var held in state.Held)
            if (next[held.Tag] is null) effects.Add(new Effect.TagLeft(now, before.Tags[held.Tag].Name, Cause.Definition));

        // Most customers hold a tag or two and have nothing else: what is empty stays as it is.
        if (state.Held.Length > 0)
            state.Held = state.Held.ToArray().Where(held => next[held.Tag] is not null).Select(held => held with { Tag = next[held.Tag]!.Index })
                .OrderBy(held => held.Tag).ToArray();
        // A hold goes on where the tag is still held so; a `once` that became a `for` has no end to run to.
        if (state.Holds.Length > 0)
            state.Holds = state.Holds.ToArray()
                .Where(hold => next[hold.Tag] is { When: not null } tag
                    && tag.Hold.Kind == (hold.Until == Instant.Max ? HoldKind.Once : HoldKind.For))
                .Select(hold => hold with { Tag = next[hold.Tag]!.Index }).ToArray();
        if (state.ByHand.Length > 0)
            state.ByHand = [.. state.ByHand.Where(entry => next[entry.Tag] is { When: null })
                .Select(entry => entry with { Tag = next[entry.Tag]!.Index })];

        var truths = state.Truths;
        state.Truths = null;
        state.Changes = default;
        if (truths is null) return;
        for (var tag = 0; tag < next.Length; tag++)
            if ((truths[tag >> 6] & (1UL << tag)) != 0 && next[tag] is { } moved) state.SetTruth(moved.Index, true, after.RuleCount);
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
