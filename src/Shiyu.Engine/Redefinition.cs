using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>Moves a state from one plan's indexes to another's by name, and asks everything again.</summary>
internal static class Redefinition
{
    public static void Move(
        Plan before, Plan after, CustomerState state, IEnumerable<EventFact> history, Instant now, List<Effect> effects)
    {
        state.Now = now;
        MoveTags(before, after, state, now, effects);
        var runsCount = MoveRuns(before, after, state, now, effects);
        // What is counted already goes on being counted; the history is read only where the new definitions ask what nobody has asked before.
        if (runsCount && ReferenceEquals(before.Zone, after.Zone) && after.Events.TryTakeOver(state.Events!, before.Events, out var events)) state.Events = events;
        else Refill(after, state, history, now);

        var folding = Folding.Of(after, state, effects);
        folding.Begin(now, Cause.Definition, null);
        if (state.Exists) folding.Dirty.Fill(after.RuleCount);
        folding.SettleTagsAndEnds();
    }

    /// <summary>Fills the customer's accumulators and those of the runs going on from the history.</summary>
    public static void Refill(Plan plan, CustomerState state, IEnumerable<EventFact> history, Instant now)
    {
        state.Events = plan.Events.NewStates();
        foreach (var record in state.Sops)
            if (record.Going is { } run)
                run.Events = plan.Of(record.Sop, run) is { Counts: true } sop ? sop.RunEvents.NewStates() : null;

        foreach (var fact in history)
        {
            // Still waiting in the state for its time, which may be this very instant: it is yet to be folded.
            if (Waits(state, fact)) continue;
            plan.Events.Absorb(state.Events, fact, now);
            foreach (var record in state.Sops)
                if (record.Going is { Events: { } events } run && run.Sees(fact)) plan.Of(record.Sop, run).RunEvents.Absorb(events, fact, now);
        }
    }

    private static bool Waits(CustomerState state, EventFact fact)
    {
        foreach (var waiting in state.Waiting)
            if (waiting.Arrival == fact.Arrival) return true;
        return false;
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

    /// <returns>Whether every run has what its goal and exit count.</returns>
    private static bool MoveRuns(Plan before, Plan after, CustomerState state, Instant now, List<Effect> effects)
    {
        var counted = true;
        var kept = new List<SopRecord>();
        var sameBudgets = before.Definitions.Workspace.Budgets == after.Definitions.Workspace.Budgets;
        foreach (var record in state.Sops)
        {
            var name = before.Sops[record.Sop].Name;
            var sop = after.SopNamed(name);
            if (record.Going is { } run)
            {
                // A run stays on its version where the plan still holds it; otherwise it goes on in the one in force.
                var (from, version) = (before.Of(record.Sop, run), run.Version);
                var to = sop?.VersionNamed(version) ?? (sop is { InForce: true } ? sop : null);
                if (to is null || !RunMove.Move(from, to, run, after.Times, sameBudgets))
                {
                    record.Going = null;
                    record.LastEnded = new EndedRun(run.Id, now, EndReason.Withdrawn, version);
                    effects.Add(Effect.RunEnded.Of(now, from, run, EndReason.Withdrawn, Cause.Definition));
                }
                else
                {
                    counted &= TakeOverCounts(from, to, run);
                    var next = run.NextStep < to.Steps.Length ? to.Steps[run.NextStep].Id : null;
                    if (to.Version != version) effects.Add(new Effect.RunMoved(now, name, run.Id, version, to.Version, next, Cause.Definition));
                }
            }
            if (sop is null) continue;
            record.Sop = sop.Index;
            kept.Add(record);
        }
        state.Sops = [.. kept.OrderBy(record => record.Sop)];
        return counted;
    }

    private static bool TakeOverCounts(SopPlan from, SopPlan to, Run run)
    {
        if (!to.RunEvents.TryTakeOver(run.Events ?? from.RunEvents.NewStates(), from.RunEvents, out var events)) return false;
        run.Events = to.Counts ? events : null;
        return true;
    }
}
