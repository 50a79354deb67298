using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Conditions.Leaves;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Explains an SOP for one customer at one instant from the state that was folded up to it. Decides nothing and changes nothing.</summary>
public static class SopExplainer
{
    /// <param name="state">Folded up to <paramref name="now"/>; the customer exists.</param>
    /// <param name="history">Every event of the customer that has arrived by then.</param>
    /// <param name="later">Those of them that were folded after a run's entry, in order of arrival; asked only for a run that is over.</param>
    /// <returns>Null when no SOP of this name is in force.</returns>
    public static SopExplanation? Explain(
        Plan plan, CustomerState state, string sopName, IEnumerable<EventFact> history, Func<RunId, IEnumerable<EventFact>> later, Instant now)
    {
        if (plan.SopNamed(sopName) is not { } newest) return null;
        var known = InOrder(state, history, now);
        var record = state.Record(newest.Index);
        var (going, ended) = (record?.Going, record?.LastEnded);
        // What counts for a run is the version that it goes by.
        var sop = going is not null ? plan.Of(newest.Index, going) : ended is not null ? newest.VersionOf(record, ended.Run) : newest.VersionOf(null, default);
        if (sop is null) return null;
        var seen = going is not null ? [.. known.Where(going.Sees)] : ended is not null ? InOrder(state, later(ended.Run), now) : [];

        var asking = Folding.AskingOf(plan, state, now);
        var explainer = new Explainer(plan.Definitions, asking, known, seen);
        Explanation? Whether(Condition? condition, CompiledCondition? compiled) =>
            condition is null ? null : explainer.Explain(condition, compiled!.Root, ofRun: false);

        var definition = sop.Definition;
        var when = Whether(definition.When, sop.When);
        var trigger = Trigger(plan, sop, explainer, known);
        ImmutableArray<StepExplanation> steps =
        [
            .. sop.Steps.Select(step => new StepExplanation(
                step.Definition, Whether(step.Definition.When, step.When),
                step.Definition.Act is StepAct.Branch branch ? [.. branch.Arms.Zip(step.Arms, (arm, compiled) => Whether(arm.When, compiled.When)!)] : [])),
        ];
        asking.RunAccumulators = going is not null ? going.Events : Counted(sop, seen, now);
        var goal = definition.Goal is { } wanted ? explainer.Explain(wanted, sop.Goal!.Root, ofRun: true) : null;
        var exit = definition.Exit is { } way ? explainer.Explain(way, sop.Exit!.Root, ofRun: true) : null;
        asking.RunAccumulators = null;
        return new SopExplanation(definition, trigger, sop.TakesAt, when, goal, exit, steps, going is null ? null : Standing(sop, going, plan.IsPaused(sop.Index)), ended,
            plan.Pauses[sop.Index].Since, sop.Version);
    }

    /// <summary>The events that exist at an instant, in order of history. One that waits in the state for its time has not been folded.</summary>
    private static List<EventFact> InOrder(CustomerState state, IEnumerable<EventFact> events, Instant now)
    {
        var waiting = state.Waiting.Select(fact => fact.Arrival).ToHashSet();
        return [.. events.Where(fact => fact.OccurredAt <= now && !waiting.Contains(fact.Arrival)).OrderBy(fact => new Moment(fact.OccurredAt, fact.Arrival))];
    }

    /// <summary>What a run that is over would have counted; nothing before any run, as at an entry.</summary>
    private static AccumulatorStates Counted(SopPlan sop, IEnumerable<EventFact> seen, Instant now)
    {
        var states = sop.RunEvents.NewStates();
        foreach (var fact in seen) sop.RunEvents.Absorb(states, fact, now);
        return states;
    }

    private static Explanation? Trigger(Plan plan, SopPlan sop, Explainer explainer, IReadOnlyList<EventFact> known)
    {
        switch (sop.Definition.Trigger)
        {
            case SopTrigger.EntersTag enters:
                return explainer.Explain(new Condition.HasTag(enters.Tag, null), new TagLeaf(enters.Tag, null), ofRun: false);
            case SopTrigger.JoinsAudience joins:
                return explainer.Explain(new Condition.InAudience(joins.Audience), plan.Rule(sop.TriggerRule)!.Root, ofRun: false);
            case SopTrigger.Occurs occurs:
                // Asked as it was folded: its dates were compared with its own time.
                return Occurred(occurs.Event, [.. known.Where(fact => sop.TriggerEvent!.Matches(fact, fact.OccurredAt))]);
            case SopTrigger.Manual:
                var byHand = new EventPattern(HandFacts.SopStart) { Where = [new PropertyFilter("sop", [new Comparison.Is(new Scalar.Text(sop.Name))])] };
                return Occurred(byHand, [.. known.Where(fact => HandFacts.SopOf(fact) == sop.Name)]);
            default:
                return null;
        }
    }

    private static Explanation Occurred(EventPattern pattern, List<EventFact> events) => new(
        new Condition.Events(pattern, EventWindow.Ever, null), events.Count > 0, null, Evidence.Events.Of(events, afterEntry: false), []);

    private static GoingRun Standing(SopPlan sop, Run run, bool paused)
    {
        var next = run.NextStep < sop.Steps.Length ? sop.Steps[run.NextStep].Definition : null;
        return new GoingRun(
            run.Id, run.StartedAt, run.Cause, next, next is null || paused ? null : run.TurnAt, run.WaitingSince, run.DeferredUntil,
            run.WindowEnds == Instant.Max ? null : run.WindowEnds, run.HeldOut);
    }
}
