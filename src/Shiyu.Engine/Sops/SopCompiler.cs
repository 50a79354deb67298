using System.Collections.Frozen;
using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine.Sops;

/// <summary>
/// Turns SOP definitions into plans: names become places, conditions become askable. Of an older version a name may be gone by now: a tag that is not held, an
/// audience to which nobody belongs, a step that does nothing.
/// </summary>
/// <param name="names">Of all SOPs of the plan, in order.</param>
/// <param name="events">The customer's accumulators; each SOP's runs get a set of their own.</param>
internal sealed class SopCompiler(
    DefinitionSet definitions, ImmutableArray<string> names, ZoneTable zone, StepTimes times, AccumulatorSet events, FrozenDictionary<TagName, TagPlan> tags,
    ImmutableArray<AudiencePlan> audiences)
{
    private readonly ImmutableHashSet<string> _inForce = [.. definitions.Sops.Select(sop => sop.Name)];

    /// <param name="older">The versions before it that runs may still be on, compiled.</param>
    public SopPlan Compile(SopDefinition sop, int version, bool inForce, ImmutableArray<SopPlan> older)
    {
        var runEvents = new AccumulatorSet();
        CompiledCondition? OfRun(Condition? condition) => condition is null
            ? null
            : ConditionCompiler.Compile(condition, definitions, zone, runEvents, ofRun: true, events);
        var goal = OfRun(sop.Goal);
        var exit = OfRun(sop.Exit);
        bool Reads(Func<ConditionNeeds, bool> needs) => (goal is not null && needs(goal.Needs)) || (exit is not null && needs(exit.Needs));

        var anchor = new Anchoring(sop.Anchor, zone, times, definitions.Cohorts);
        var takesFrom = inForce && DateOf(sop.Trigger) is { } date ? anchor.ForEverybody(date) : null;
        return new SopPlan
        {
            Index = names.BinarySearch(sop.Name, StringComparer.Ordinal),
            Definition = sop,
            Version = version,
            InForce = inForce,
            Older = older,
            TriggerTag = sop.Trigger is SopTrigger.EntersTag enters ? TagNamed(enters.Tag)?.Index ?? -1 : -1,
            TriggerRule = sop.Trigger is SopTrigger.JoinsAudience joins ? audiences.FirstOrDefault(a => a.Name == joins.Audience)?.Rule ?? -1 : -1,
            TriggerEvent = sop.Trigger is SopTrigger.Occurs occurs ? ConditionCompiler.Compile(occurs.Event, zone) : null,
            TakesAt = takesFrom is { } from ? times.TakesAt(sop, from) : null,
            TakesFrom = takesFrom,
            Anchor = anchor,
            When = Ask(sop.When),
            Goal = goal,
            Exit = exit,
            RunEvents = runEvents,
            ReadsAttributes = Reads(needs => !needs.Attributes.IsEmpty),
            ReadsContacts = Reads(needs => needs.Contacts),
            ReadsTags = Reads(needs => !needs.Tags.IsEmpty),
            Steps = [.. sop.Steps.Select((step, i) => StepOf(sop, step, i))],
        };
    }

    private Instant? DateOf(SopTrigger trigger) => trigger switch
    {
        SopTrigger.OnDate { Date: { } date } => date.InstantIn(zone),
        SopTrigger.OnDate { Cohort: { } cohort } when definitions.Cohorts.TryGetValue(cohort, out var date) => date.InstantIn(zone),
        _ => null,
    };

    private StepPlan StepOf(SopDefinition sop, StepDefinition step, int index)
    {
        int To(string? id)
        {
            if (id is null) return index + 1;
            for (var i = index + 1; i < sop.Steps.Length; i++)
                if (sop.Steps[i].Id == id) return i;
            throw new InvalidOperationException($"'{id}' is no later step of {sop.Name}.");
        }

        var wait = step.Act as StepAct.Wait;
        var branch = step.Act as StepAct.Branch;
        return new StepPlan
        {
            Definition = step,
            When = Ask(step.When),
            Tag = step.Act switch
            {
                StepAct.SetTag act => PlainTag(act.Tag),
                StepAct.UnsetTag act => PlainTag(act.Tag),
                _ => -1,
            },
            Starts = step.Act is StepAct.StartSop start && _inForce.Contains(start.Sop) ? names.BinarySearch(start.Sop, StringComparer.Ordinal) : -1,
            Awaited = wait is null ? null : ConditionCompiler.Compile(wait.Event, zone),
            Then = wait is null ? -1 : To(wait.Then),
            Else = wait is not null ? To(wait.Else) : branch is not null ? To(branch.Else) : -1,
            Arms = branch is null ? [] : [.. branch.Arms.Select(arm => (Ask(arm.When)!, To(arm.Then)))],
        };
    }

    private TagPlan? TagNamed(TagName tag) => tags.GetValueOrDefault(tag);

    private int PlainTag(TagName tag) => TagNamed(tag) is { When: null } plain ? plain.Index : -1;

    private CompiledCondition? Ask(Condition? condition) =>
        condition is null ? null : ConditionCompiler.Compile(condition, definitions, zone, events, ofRun: false, events);
}
