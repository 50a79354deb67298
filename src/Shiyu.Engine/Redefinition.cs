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
        MoveRuns(before, after, state, now, effects);
        Refill(after, state, history, now);

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
                run.Events = plan.Sops[record.Sop] is { Goal: null, Exit: null } ? null : plan.Sops[record.Sop].RunEvents.NewStates();

        foreach (var fact in history)
        {
            // Still waiting in the state for its time, which may be this very instant: it is yet to be folded.
            if (Waits(state, fact)) continue;
            plan.Events.Absorb(state.Events, fact, now);
            foreach (var record in state.Sops)
                if (record.Going is { Events: { } events } run && run.Sees(fact)) plan.Sops[record.Sop].RunEvents.Absorb(events, fact, now);
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

    private static void MoveRuns(Plan before, Plan after, CustomerState state, Instant now, List<Effect> effects)
    {
        var kept = new List<SopRecord>();
        var sameBudgets = before.Definitions.Workspace.Budgets == after.Definitions.Workspace.Budgets;
        foreach (var record in state.Sops)
        {
            var old = before.Sops[record.Sop];
            if (after.Sops.FirstOrDefault(sop => sop.Name == old.Name) is { } sop)
            {
                if (record.Going is { } run) MoveRun(old, sop, run, after.Times, sameBudgets);
                record.Sop = sop.Index;
                kept.Add(record);
            }
            else if (record.Going is { } run)
            {
                effects.Add(Effect.RunEnded.Of(now, old, run, EndReason.Withdrawn, Cause.Definition));
            }
        }
        state.Sops = [.. kept.OrderBy(record => record.Sop)];
    }

    /// <summary>The run stands before the step that it stood before, or else before the next one that is still there.</summary>
    private static void MoveRun(SopPlan old, SopPlan sop, Run run, StepTimes times, bool sameBudgets)
    {
        var next = -1;
        for (var i = run.NextStep; i < old.Steps.Length && next < 0; i++) next = sop.IndexOf(old.Steps[i].Definition.Id);
        if (next < 0)
        {
            // Everything it knew is done: what was added after its last step comes next.
            for (var i = Math.Min(run.NextStep, old.Steps.Length) - 1; i >= 0 && next < 0; i--)
                if (sop.IndexOf(old.Steps[i].Definition.Id) is var done && done >= 0) next = done + 1;
            if (next < 0) next = 0;
        }
        var stays = run.NextStep < old.Steps.Length && next < sop.Steps.Length && sop.Steps[next].Id == old.Steps[run.NextStep].Id;
        run.NextStep = next;
        // Under other budgets a deferred message asks again.
        if (!stays || !sameBudgets) run.DeferredUntil = null;
        if (stays && run.WaitingSince is { } since && sop.Steps[next].Wait is { } wait)
        {
            // One that is over already, while a pause keeps its run, stays over.
            if (!run.WaitMet) run.DueAt = since + wait.For;
        }
        else
        {
            run.WaitingSince = null;
            run.WaitMet = false;
            if (next < sop.Steps.Length) run.DueAt = times.DueAt(sop.Steps[next].Definition, run.AnchorAt, run.ReachedAt);
        }
        run.WindowEnds = sop.Definition.Window is { } window ? run.StartedAt + window : Instant.Max;
    }
}
