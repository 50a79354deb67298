using System.Collections.Frozen;
using System.Collections.Immutable;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tagging;

namespace Shiyu.Engine;

/// <summary>Definitions compiled for folding: immutable, shared by all customers and threads.</summary>
public sealed class Plan
{
    // One object, so that threads that share a plan see all of it or nothing.
    private Succession? _succession;

    private Plan() { }

    public DefinitionSet Definitions { get; private init; } = DefinitionSet.Empty;

    public ZoneTable Zone { get; private init; } = ZoneTable.Utc;

    /// <summary>Clock times and days: the workspace's zone and calendars.</summary>
    internal StepTimes Times { get; private init; } = new(ZoneTable.Utc, WorkCalendar.MondayToFriday);

    /// <summary>What the workspace allows in messages to one customer.</summary>
    internal BudgetRule Budget { get; private init; } = new(Budgets.Unlimited, ZoneTable.Utc, new(ZoneTable.Utc, WorkCalendar.MondayToFriday));

    internal bool RequireContact { get; private init; }

    /// <summary>What the customer's conditions count.</summary>
    internal AccumulatorSet Events { get; private init; } = new();

    /// <summary>In group and file order.</summary>
    internal ImmutableArray<TagPlan> Tags { get; private init; } = [];
    internal FrozenDictionary<TagName, TagPlan> TagsByName { get; private init; } = FrozenDictionary<TagName, TagPlan>.Empty;
    internal ImmutableArray<GroupPlan> Groups { get; private init; } = [];

    /// <summary>Audiences that trigger SOPs; their rules come after those of the tags.</summary>
    internal ImmutableArray<AudiencePlan> Audiences { get; private init; } = [];

    /// <summary>In order of name, also those that are in force no more and have runs.</summary>
    internal ImmutableArray<SopPlan> Sops { get; private init; } = [];

    /// <summary>By SOP: whether it is paused.</summary>
    internal ImmutableArray<SopPause> Pauses { get; private set; } = [];

    /// <summary>By SOP: whether nobody enters before the last run of its older versions has ended.</summary>
    internal ImmutableArray<bool> Draining { get; private set; } = [];

    /// <summary>What is known of the worth of messages.</summary>
    public ValueTable Values { get; private set; } = ValueTable.Empty;

    /// <summary>What a guardrail has stopped.</summary>
    public GuardrailStops Stops { get; private set; } = GuardrailStops.None;

    /// <summary>The tags that tell segments apart; null where all customers are one.</summary>
    internal GroupPlan? Segments { get; private init; }

    /// <summary>The instants at which SOPs take everyone, ascending.</summary>
    internal ImmutableArray<Instant> Dates { get; private init; } = [];

    internal FrozenDictionary<string, EventRoute> Routes { get; private init; } = FrozenDictionary<string, EventRoute>.Empty;

    /// <summary>Rules that read attributes, and rules that read contacts.</summary>
    internal Marks AttributeReaders { get; private init; }
    internal Marks ContactReaders { get; private init; }

    /// <summary>What lies between another plan and this one. Kept for the last one asked about.</summary>
    internal Succession After(Plan before)
    {
        var known = _succession;
        if (known?.Before != before) _succession = known = new Succession(before, this);
        return known;
    }

    internal int RuleCount => Tags.Length + Audiences.Length;

    /// <summary>Whether an SOP of this plan is paused.</summary>
    /// <exception cref="ArgumentException">There is no such SOP.</exception>
    public SopPause Pause(string sop) =>
        SopNamed(sop) is { } known ? Pauses[known.Index] : throw new ArgumentException($"There is no SOP {sop}.", nameof(sop));

    internal bool IsPaused(int sop) => Pauses[sop].Since is not null;

    /// <summary>The version that a run goes by.</summary>
    internal SopPlan Of(int sop, Run run) =>
        Sops[sop].VersionNamed(run.Version) ?? throw new InvalidOperationException($"The plan has no version {run.Version} of {Sops[sop].Name}.");

    /// <summary>One version of an SOP; null where the plan does not hold it.</summary>
    public SopDefinition? VersionOf(string sop, int version) => SopNamed(sop)?.VersionNamed(version)?.Definition;

    /// <summary>Whether an SOP is in force, or has runs that are finishing.</summary>
    public bool Knows(string sop) => SopNamed(sop) is not null;

    /// <summary>
    /// The same definitions under other pauses: states of the one are states of the other, once <see cref="CustomerFold.Repause"/> has moved them.
    /// </summary>
    /// <param name="pauses">By SOP's name; names that are no SOP's are left out, and those that are missing are not paused.</param>
    /// <param name="draining">SOPs that nobody enters before the last run of their older versions has ended.</param>
    public Plan With(IReadOnlyDictionary<string, SopPause> pauses, IReadOnlySet<string>? draining = null)
    {
        var plan = (Plan)MemberwiseClone();
        plan.Pauses = [.. Sops.Select(sop => pauses.GetValueOrDefault(sop.Name) ?? SopPause.None)];
        plan.Draining = [.. Sops.Select(sop => draining?.Contains(sop.Name) == true)];
        return plan;
    }

    /// <summary>The same definitions, deciding by what was learned: states of the one are states of the other.</summary>
    public Plan With(ValueTable values)
    {
        var plan = (Plan)MemberwiseClone();
        plan.Values = values;
        return plan;
    }

    /// <summary>The same definitions with other things stopped: states of the one are states of the other.</summary>
    public Plan With(GuardrailStops stops)
    {
        var plan = (Plan)MemberwiseClone();
        plan.Stops = stops;
        return plan;
    }

    /// <summary>The segment that a customer is in: the tag's name; empty without one.</summary>
    internal string SegmentOf(CustomerState state)
    {
        if (Segments is { } segments)
            foreach (var held in state.Held)
                if (held.Tag >= segments.First && held.Tag < segments.First + segments.Count) return Tags[held.Tag].Name.Tag;
        return "";
    }

    internal SopPlan? SopNamed(string name)
    {
        foreach (var sop in Sops)
            if (sop.Name == name) return sop;
        return null;
    }

    internal CompiledCondition? Rule(int rule) => rule < Tags.Length ? Tags[rule].When : Audiences[rule - Tags.Length].When;

    /// <param name="requireContact">Whether a message to a customer without a friend is dropped with <c>no_contact</c> (live: yes).</param>
    /// <param name="versions">Which version of each SOP this is, and the older ones that runs may still be on.</param>
    public static Plan Compile(DefinitionSet definitions, ZoneTable zone, bool requireContact, SopVersions? versions = null)
    {
        versions ??= SopVersions.First;
        var events = new AccumulatorSet();
        CompiledCondition Ask(Condition condition) =>
            ConditionCompiler.Compile(condition, definitions, zone, events, ofRun: false, events);
        CompiledCondition? AskIf(Condition? condition) => condition is null ? null : Ask(condition);

        var whens = definitions.Groups.SelectMany(group => group.Tags).Select(tag => AskIf(tag.When)).ToArray();
        // An older version's trigger starts nothing, but its runs may hang on it.
        var audiences = definitions.Sops.Concat(versions.Older.Select(older => older.Definition)).Select(sop => sop.Trigger).OfType<SopTrigger.JoinsAudience>()
            .Select(trigger => trigger.Audience).Where(definitions.Audiences.ContainsKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
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
        var times = new StepTimes(zone, definitions.Calendar);
        var sops = CompileSops(definitions, versions, names => new SopCompiler(definitions, names, zone, times, events, tagsByName, audiences));

        return new Plan
        {
            Definitions = definitions,
            Zone = zone,
            Times = times,
            Budget = new BudgetRule(definitions.Workspace.Budgets, zone, times),
            RequireContact = requireContact,
            Events = events,
            Tags = tags,
            TagsByName = tagsByName,
            Groups = groups,
            Audiences = audiences,
            Sops = sops,
            Pauses = [.. sops.Select(_ => SopPause.None)],
            Draining = [.. sops.Select(_ => false)],
            Segments = definitions.Workspace.Value?.Segments is { } segments
                ? groups[definitions.Groups.Select(group => group.Name).ToList().IndexOf(segments)]
                : null,
            Dates = [.. sops.Select(sop => sop.TakesAt).OfType<Instant>().Distinct().Order()],
            Routes = Route(rules, sops, Where),
            AttributeReaders = Where(needs => !needs.Attributes.IsEmpty),
            ContactReaders = Where(needs => needs.Contacts),
        };
    }

    private static ImmutableArray<SopPlan> CompileSops(DefinitionSet definitions, SopVersions versions, Func<ImmutableArray<string>, SopCompiler> compilerOf)
    {
        var inForce = definitions.Sops.ToDictionary(sop => sop.Name, StringComparer.Ordinal);
        var older = versions.Older.ToLookup(version => version.Definition.Name, StringComparer.Ordinal);
        ImmutableArray<string> names = [.. inForce.Keys.Union(older.Select(sop => sop.Key)).Order(StringComparer.Ordinal)];
        var compiler = compilerOf(names);
        return [.. names.Select(name =>
        {
            ImmutableArray<SopPlan> before =
                [.. older[name].OrderBy(version => version.Version).Select(version => compiler.Compile(version.Definition, version.Version, inForce: false, []))];
            if (inForce.TryGetValue(name, out var sop)) return compiler.Compile(sop, versions.Numbers.GetValueOrDefault(name, 1), inForce: true, before);
            var last = older[name].MaxBy(version => version.Version)!;
            return compiler.Compile(last.Definition, last.Version, inForce: false, before[..^1]);
        })];
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

    private static FrozenDictionary<string, EventRoute> Route(
        CompiledCondition?[] rules, ImmutableArray<SopPlan> sops, Func<Func<ConditionNeeds, bool>, Marks> rulesWhere)
    {
        var conditions = rules.Concat(sops.SelectMany(sop => sop.Versions).SelectMany(sop => sop.Conditions)).OfType<CompiledCondition>();
        var names = conditions.SelectMany(condition => condition.Needs.Events)
            .Concat(sops.SelectMany(sop => sop.Versions).SelectMany(sop => sop.Steps.Select(step => step.Awaited).Append(sop.InForce ? sop.TriggerEvent : null))
                .OfType<CompiledPattern>().Select(pattern => pattern.EventName))
            .Distinct(StringComparer.Ordinal);
        return names.ToFrozenDictionary(
            name => name,
            name => new EventRoute
            {
                Rules = rulesWhere(needs => needs.Events.Contains(name)),
                Triggers = SopsWhere(sop => sop.InForce && sop.TriggerEvent?.EventName == name),
                GoalsAndExits = SopsWhere(sop => sop.Goal?.Needs.Events.Contains(name) == true || sop.Exit?.Needs.Events.Contains(name) == true),
                Waits = SopsWhere(sop => sop.Steps.Any(step => step.Awaited?.EventName == name)),
            },
            StringComparer.Ordinal);

        Marks SopsWhere(Func<SopPlan, bool> which)
        {
            var marks = Marks.Of(sops.Length);
            foreach (var sop in sops)
                if (sop.Versions.Any(which)) marks.Add(sop.Index);
            return marks;
        }
    }
}
