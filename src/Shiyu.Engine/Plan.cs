using System.Collections.Frozen;
using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>Definitions compiled for folding: immutable, shared by all customers and threads.</summary>
public sealed class Plan
{
    private Plan() { }

    public DefinitionSet Definitions { get; private init; } = DefinitionSet.Empty;

    public ZoneTable Zone { get; private init; } = ZoneTable.Utc;

    internal bool RequireContact { get; private init; }

    /// <summary>What the customer's conditions count.</summary>
    internal AccumulatorSet Events { get; private init; } = new();

    /// <summary>In group and file order.</summary>
    internal ImmutableArray<TagPlan> Tags { get; private init; } = [];
    internal FrozenDictionary<TagName, TagPlan> TagsByName { get; private init; } = FrozenDictionary<TagName, TagPlan>.Empty;
    internal ImmutableArray<GroupPlan> Groups { get; private init; } = [];

    /// <summary>Audiences that trigger SOPs; their rules come after those of the tags.</summary>
    internal ImmutableArray<AudiencePlan> Audiences { get; private init; } = [];

    /// <summary>In order of name.</summary>
    internal ImmutableArray<SopPlan> Sops { get; private init; } = [];

    internal FrozenDictionary<string, EventRoute> Routes { get; private init; } = FrozenDictionary<string, EventRoute>.Empty;

    /// <summary>Rules that read attributes, and rules that read contacts.</summary>
    internal Marks AttributeReaders { get; private init; }
    internal Marks ContactReaders { get; private init; }

    internal int RuleCount => Tags.Length + Audiences.Length;

    internal CompiledCondition? Rule(int rule) => rule < Tags.Length ? Tags[rule].When : Audiences[rule - Tags.Length].When;

    /// <param name="requireContact">Whether a message to a customer without a friend is dropped with <c>no_contact</c> (live: yes).</param>
    public static Plan Compile(DefinitionSet definitions, ZoneTable zone, bool requireContact)
    {
        var events = new AccumulatorSet();
        CompiledCondition Ask(Condition condition) =>
            ConditionCompiler.Compile(condition, definitions, zone, events, ofRun: false, events);
        CompiledCondition? AskIf(Condition? condition) => condition is null ? null : Ask(condition);

        var whens = definitions.Groups.SelectMany(group => group.Tags).Select(tag => AskIf(tag.When)).ToArray();
        var audiences = definitions.Sops.Select(sop => sop.Trigger).OfType<SopTrigger.JoinsAudience>()
            .Select(trigger => trigger.Audience).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select((name, i) => new AudiencePlan(whens.Length + i, name, Ask(definitions.Audiences[name].When)))
            .ToImmutableArray();
        var rules = whens.Concat(audiences.Select(audience => audience.When)).ToArray();

        Marks Where(Func<ConditionNeeds, bool> needs)
        {
            var marks = Marks.Of(rules.Length);
            for (var i = 0; i < rules.Length; i++)
                if (rules[i] is { } rule && needs(rule.Needs)) marks.Add(i);
            return marks;
        }

        var (tags, groups) = PlaceTags(definitions, whens, tag => Where(needs => needs.Tags.Contains(tag)));
        var tagsByName = tags.ToFrozenDictionary(tag => tag.Name);
        var sops = definitions.Sops.OrderBy(sop => sop.Name, StringComparer.Ordinal)
            .Select((sop, i) => PlanSop(sop, i, definitions, zone, events, AskIf, tagsByName, audiences))
            .ToImmutableArray();

        return new Plan
        {
            Definitions = definitions,
            Zone = zone,
            RequireContact = requireContact,
            Events = events,
            Tags = tags,
            TagsByName = tagsByName,
            Groups = groups,
            Audiences = audiences,
            Sops = sops,
            Routes = Route(rules, sops, Where),
            AttributeReaders = Where(needs => !needs.Attributes.IsEmpty),
            ContactReaders = Where(needs => needs.Contacts),
        };
    }

    private static (ImmutableArray<TagPlan>, ImmutableArray<GroupPlan>) PlaceTags(
        DefinitionSet definitions, CompiledCondition?[] whens, Func<TagName, Marks> readers)
    {
        var tags = ImmutableArray.CreateBuilder<TagPlan>(whens.Length);
        var groups = ImmutableArray.CreateBuilder<GroupPlan>(definitions.Groups.Length);
        foreach (var group in definitions.Groups)
        {
            groups.Add(new GroupPlan(tags.Count, group.Tags.Length, group.Exclusive));
            foreach (var tag in group.Tags)
            {
                var name = new TagName(group.Name, tag.Name);
                tags.Add(new TagPlan(tags.Count, groups.Count - 1, name, whens[tags.Count], tag.Hold) { Readers = readers(name) });
            }
        }
        return (tags.ToImmutable(), groups.ToImmutable());
    }

    private static SopPlan PlanSop(
        SopDefinition sop, int index, DefinitionSet definitions, ZoneTable zone, AccumulatorSet events,
        Func<Condition?, CompiledCondition?> askIf, FrozenDictionary<TagName, TagPlan> tags, ImmutableArray<AudiencePlan> audiences)
    {
        var runEvents = new AccumulatorSet();
        CompiledCondition? OfRun(Condition? condition) => condition is null
            ? null
            : ConditionCompiler.Compile(condition, definitions, zone, runEvents, ofRun: true, events);
        var goal = OfRun(sop.Goal);
        var exit = OfRun(sop.Exit);
        bool Reads(Func<ConditionNeeds, bool> needs) => (goal is not null && needs(goal.Needs)) || (exit is not null && needs(exit.Needs));

        return new SopPlan
        {
            Index = index,
            Definition = sop,
            TriggerTag = sop.Trigger is SopTrigger.EntersTag enters ? tags[enters.Tag].Index : -1,
            TriggerRule = sop.Trigger is SopTrigger.JoinsAudience joins ? audiences.First(a => a.Name == joins.Audience).Rule : -1,
            TriggerEvent = sop.Trigger is SopTrigger.Occurs occurs ? ConditionCompiler.Compile(occurs.Event, zone) : null,
            When = askIf(sop.When),
            Goal = goal,
            Exit = exit,
            RunEvents = runEvents,
            ReadsAttributes = Reads(needs => !needs.Attributes.IsEmpty),
            ReadsContacts = Reads(needs => needs.Contacts),
            ReadsTags = Reads(needs => !needs.Tags.IsEmpty),
            Steps = [.. sop.Steps.Select(step => new StepPlan(step, askIf(step.When), step.Act switch
            {
                StepAct.SetTag act => tags[act.Tag].Index,
                StepAct.UnsetTag act => tags[act.Tag].Index,
                _ => -1,
            }))],
        };
    }

    private static FrozenDictionary<string, EventRoute> Route(
        CompiledCondition?[] rules, ImmutableArray<SopPlan> sops, Func<Func<ConditionNeeds, bool>, Marks> rulesWhere)
    {
        IEnumerable<CompiledCondition?> conditions =
            [.. rules, .. sops.SelectMany(sop => (CompiledCondition?[])[sop.When, sop.Goal, sop.Exit, .. sop.Steps.Select(step => step.When)])];
        var names = conditions.OfType<CompiledCondition>().SelectMany(condition => condition.Needs.Events)
            .Concat(sops.Select(sop => sop.TriggerEvent).OfType<CompiledPattern>().Select(pattern => pattern.EventName))
            .Distinct(StringComparer.Ordinal);
        return names.ToFrozenDictionary(
            name => name,
            name => new EventRoute
            {
                Rules = rulesWhere(needs => needs.Events.Contains(name)),
                Triggers = SopsWhere(sop => sop.TriggerEvent?.EventName == name),
                GoalsAndExits = SopsWhere(sop => sop.Goal?.Needs.Events.Contains(name) == true || sop.Exit?.Needs.Events.Contains(name) == true),
            },
            StringComparer.Ordinal);

        Marks SopsWhere(Func<SopPlan, bool> which)
        {
            var marks = Marks.Of(sops.Length);
            foreach (var sop in sops)
                if (which(sop)) marks.Add(sop.Index);
            return marks;
        }
    }
}
