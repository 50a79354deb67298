using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>What no file can tell by itself: names that are defined twice or nowhere, and cycles.</summary>
internal sealed class CrossCheck
{
    // An audience is compiled in place: one that names two that name two … would grow without bound.
    private const long ConditionSizeMax = 20_000;

    private readonly List<FileParse> _files = [];
    private readonly Dictionary<string, (FileParse File, int Line)> _definedAt = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TagGroupDefinition> _groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AudienceDefinition> _audiences = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SopDefinition> _sops = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MaterialDefinition> _materials = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (string Name, FileParse File, int Line)> _events = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (bool IsHoliday, Place Place)> _days = [];
    private readonly SortedDictionary<string, (DateValue Date, Place? Place)> _cohorts = new(StringComparer.Ordinal);
    private WorkspaceDefinition? _workspace;

    public void Add(FileParse file, TreeNode root, object? definition)
    {
        _files.Add(file);
        switch (definition)
        {
            case WorkspaceDefinition workspace:
                if (Defined(file, root, "workspace", "", "one workspace")) _workspace = workspace;
                break;
            case TagGroupDefinition group:
                if (Defined(file, root, "group", group.Name)) _groups.Add(group.Name, group);
                break;
            case AudienceDefinition audience:
                if (Defined(file, root, "audience", audience.Name)) _audiences.Add(audience.Name, audience);
                break;
            case SopDefinition sop:
                if (Defined(file, root, "sop", sop.Name)) _sops.Add(sop.Name, sop);
                break;
            case MaterialDefinition material:
                if (Defined(file, root, "material", material.Name)) _materials.Add(material.Name, material);
                break;
            case CalendarDefinition calendar:
                if (Defined(file, root, "calendar", calendar.Name)) AddDays(calendar);
                break;
            case DictionaryDefinition dictionary:
                if (Defined(file, root, "dictionary", dictionary.Name)) AddEvents(file, dictionary);
                break;
            default:
                // A refused file still defines its name: what refers to it is not refused a second time.
                Remember(root);
                break;
        }
    }

    public ParsedDefinitions Finish()
    {
        var tags = _groups.Values.SelectMany(group => group.Tags, (group, tag) => ($"{group.Name}/{tag.Name}", tag))
            .ToDictionary(pair => pair.Item1, pair => pair.tag, StringComparer.Ordinal);
        AddCohortsOfSops();
        foreach (var reference in _files.SelectMany(file => file.References).ToList())
        {
            if (reference.Kind == ReferenceKind.Material)
            {
                if (!_refused.Contains($"material:{reference.Name}") && !_materials.ContainsKey(reference.Name))
                    reference.Place.File.Warn(
                        reference.Place, WarningCodes.UnknownMaterial,
                        $"the material '{reference.Name}' is not defined{Names.Nearest(reference.Name, _materials.Keys)}");
                continue;
            }
            if (reference.Kind == ReferenceKind.Segments)
            {
                if (!_refused.Contains($"group:{reference.Name}") && Resolve(reference, _groups.Keys) && !_groups[reference.Name].Exclusive)
                    reference.Place.Refuse(RefusalCodes.Contradiction, $"'{reference.Name}', of which a customer may have several tags", "a group of kind exclusive");
                continue;
            }
            if (reference.Kind is ReferenceKind.Sop or ReferenceKind.Cohort)
            {
                if (reference.Kind == ReferenceKind.Sop && !_refused.Contains($"sop:{reference.Name}")) Resolve(reference, _sops.Keys);
                if (reference.Kind == ReferenceKind.Cohort && _refused.Count == 0) Resolve(reference, _cohorts.Keys);
                continue;
            }
            if (reference.Kind == ReferenceKind.Audience)
            {
                if (!_refused.Contains($"audience:{reference.Name}")) Resolve(reference, _audiences.Keys);
                continue;
            }
            if (_refused.Contains($"group:{reference.Name.Split('/')[0]}")) continue;
            if (Resolve(reference, tags.Keys) && reference.Kind == ReferenceKind.PlainTag && tags[reference.Name].When is not null)
            {
                reference.Place.Refuse(
                    RefusalCodes.Contradiction, $"'{reference.Name}', which has a 'when'",
                    "a tag without 'when': one with a rule is held by its rule alone");
            }
        }
        var order = OrderGroups();
        if (order is not null) CheckSizes();
        new HandOvers(_sops, _definedAt).Check();

        var refusals = _files.SelectMany(file => file.Refusals).ToImmutableArray();
        ImmutableArray<Warning> warnings = [.. _files.SelectMany(file => file.Warnings)];
        if (refusals.Length > 0 || order is null) return new ParsedDefinitions(null, refusals, warnings);
        return new ParsedDefinitions(
            new DefinitionSet
            {
                Workspace = _workspace ?? WorkspaceDefinition.Default,
                Groups = order.Value,
                Audiences = _audiences.ToImmutableSortedDictionary(StringComparer.Ordinal),
                Sops = [.. _sops.Values],
                Calendar = new WorkCalendar(
                    [.. _days.Where(day => day.Value.IsHoliday).Select(day => day.Key)],
                    [.. _days.Where(day => !day.Value.IsHoliday).Select(day => day.Key)]),
                Cohorts = _cohorts.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Date, StringComparer.Ordinal),
                Materials = _materials.ToImmutableSortedDictionary(StringComparer.Ordinal),
                EventNames = _events.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Name, StringComparer.Ordinal),
            },
            refusals,
            warnings);
    }

    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    public static bool Resolve(Reference reference, IEnumerable<string> defined)
    {
        var names = defined as ICollection<string> ?? [.. defined];
        if (names.Contains(reference.Name)) return true;
        var allowed = reference.Kind switch
        {
            ReferenceKind.Audience => "an audience that is defined",
            ReferenceKind.Sop => "an SOP that is defined",
            ReferenceKind.Segments => "a tag group that is defined",
            ReferenceKind.Cohort => "a cohort with a date: in a calendar's 'cohorts', or by the 'anchor: { date: … }' of the SOP that it triggers",
            _ => "a tag that is defined",
        };
        reference.Place.Refuse(RefusalCodes.UnknownReference, $"'{reference.Name}'", allowed + Names.Nearest(reference.Name, names));
        return false;
    }

    private void Remember(TreeNode root)
    {
        if (root is not TreeNode.Mapping mapping) return;
        foreach (var (key, node) in mapping.Entries)
        {
            if (key is "group" or "audience" or "sop" or "calendar" or "material" && node is TreeNode.Text name) _refused.Add($"{key}:{name.Value}");
        }
    }

    private bool Defined(FileParse file, TreeNode root, string kind, string name, string? allowed = null)
    {
        var line = ((TreeNode.Mapping)root).Entries.First(entry => entry.Key == kind).Value.Line;
        if (_definedAt.TryAdd($"{kind}:{name}", (file, line))) return true;
        var first = _definedAt[$"{kind}:{name}"];
        file.Refuse(
            RefusalCodes.DefinedTwice, line, kind, name.Length == 0 ? $"a second {kind}" : $"'{name}' a second time",
            $"{allowed ?? $"a name once among all {kind} files"}; it is defined in {first.File.File}:{first.Line}");
        return false;
    }

    private void AddDays(CalendarDefinition calendar)
    {
        foreach (var (day, isHoliday, place) in calendar.Days)
        {
            // Two calendars may tell the same of a day; a day cannot be both off and worked.
            if (_days.TryAdd(day, (isHoliday, place)) || _days[day].IsHoliday == isHoliday) continue;
            place.Refuse(
                RefusalCodes.Contradiction, "a day that is both a holiday and a working day",
                $"one of the two; {_days[day].Place.File.File}:{_days[day].Place.Node.Line} says otherwise");
        }
        foreach (var (name, date, place) in calendar.Cohorts)
        {
            if (_cohorts.TryAdd(name, (date, place)) || _cohorts[name].Date == date) continue;
            var first = _cohorts[name].Place!.Value;
            place.Refuse(RefusalCodes.DefinedTwice, $"'{name}' with another date", $"one date a cohort; {first.File.File}:{first.Node.Line} has one");
        }
    }

    private void AddCohortsOfSops()
    {
        foreach (var sop in _sops.Values)
        {
            if (sop is { Trigger: SopTrigger.OnDate { Cohort: { } cohort }, Anchor: SopAnchor.OnDate { Date: var date } })
                _cohorts.TryAdd(cohort, (date, null));
        }
    }

    private void AddEvents(FileParse file, DictionaryDefinition dictionary)
    {
        foreach (var (source, name, place) in dictionary.Events)
        {
            if (_events.TryAdd(source, (name, file, place.Node.Line))) continue;
            var first = _events[source];
            if (first.Name == name) continue;
            place.Refuse(
                RefusalCodes.DefinedTwice, $"'{source}' as '{name}'",
                $"one meaning a source name; {first.File.File}:{first.Line} has '{first.Name}'");
        }
    }

    /// <summary>Again and again the first by name of those all of whose needs are placed; null after refusing a cycle.</summary>
    private ImmutableArray<TagGroupDefinition>? OrderGroups()
    {
        var needs = new Dictionary<string, List<Reference>>(StringComparer.Ordinal);
        foreach (var reference in _files.SelectMany(file => file.References))
        {
            if (reference.Kind is not (ReferenceKind.Tag or ReferenceKind.Audience)) continue;
            if (!needs.TryGetValue(reference.From, out var list)) needs.Add(reference.From, list = []);
            list.Add(reference);
        }
        if (RefuseCycle(needs)) return null;

        // A group's needs are groups, also those that its audiences read.
        var groupsOf = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var order = ImmutableArray.CreateBuilder<TagGroupDefinition>();
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var left = _groups.Keys.ToList();
        while (left.Count > 0)
        {
            var next = left.Find(name => GroupsOf($"group:{name}").All(placed.Contains));
            // A need that is refused or unknown has been told already; the set is not taken anyway.
            next ??= left[0];
            left.Remove(next);
            placed.Add(next);
            order.Add(_groups[next]);
        }
        return order.ToImmutable();

        HashSet<string> GroupsOf(string from)
        {
            if (groupsOf.TryGetValue(from, out var known)) return known;
            var groups = groupsOf[from] = new HashSet<string>(StringComparer.Ordinal);
            foreach (var reference in needs.GetValueOrDefault(from) ?? [])
            {
                if (reference.Kind == ReferenceKind.Tag) groups.Add(reference.Name.Split('/')[0]);
                else groups.UnionWith(GroupsOf($"audience:{reference.Name}"));
            }
            return groups;
        }
    }

    private static bool RefuseCycle(Dictionary<string, List<Reference>> needs)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<(string Node, Reference Into)>();
        foreach (var from in needs.Keys.Order(StringComparer.Ordinal))
        {
            if (Visit(from)) return true;
        }
        return false;

        bool Visit(string node)
        {
            if (done.Contains(node)) return false;
            foreach (var reference in needs.GetValueOrDefault(node) ?? [])
            {
                var target = reference.Kind == ReferenceKind.Audience ? $"audience:{reference.Name}" : $"group:{reference.Name.Split('/')[0]}";
                path.Add((node, reference));
                var start = path.FindIndex(step => step.Node == target);
                if (start >= 0)
                {
                    var cycle = string.Join(" → ", path.Skip(start).Select(step => step.Node).Append(target).Select(Readable));
                    reference.Place.Refuse(
                        RefusalCodes.Cycle, $"the cycle {cycle}", "groups and audiences that read each other in one direction only");
                    return true;
                }
                if (Visit(target)) return true;
                path.RemoveAt(path.Count - 1);
            }
            done.Add(node);
            return false;
        }

        static string Readable(string node) => node.StartsWith("group:", StringComparison.Ordinal) ? node[6..] : node.Replace(':', ' ');
    }

    private void CheckSizes()
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var audience in _audiences.Values)
        {
            var size = SizeOf(audience.When);
            if (size <= ConditionSizeMax) continue;
            var (file, line) = _definedAt[$"audience:{audience.Name}"];
            file.Refuse(
                RefusalCodes.TooLarge, line, "when", $"{size} conditions with the audiences inside", $"at most {ConditionSizeMax}");
            return;
        }

        long SizeOf(Condition condition) => condition switch
        {
            Condition.All c => Math.Min(ConditionSizeMax + 1, 1 + c.Parts.Sum(SizeOf)),
            Condition.Any c => Math.Min(ConditionSizeMax + 1, 1 + c.Parts.Sum(SizeOf)),
            Condition.Not c => 1 + SizeOf(c.Part),
            Condition.InAudience c => OfAudience(c.Name),
            _ => 1,
        };

        long OfAudience(string name)
        {
            if (sizes.TryGetValue(name, out var known)) return known;
            return sizes[name] = _audiences.TryGetValue(name, out var audience) ? SizeOf(audience.When) : 1;
        }
    }
}
