using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads conditions. A condition is one mapping, told by its main key, or the word <c>always</c> or <c>never</c>.</summary>
/// <param name="from">The definition it belongs to, for cycles.</param>
internal sealed class ConditionParser(string from)
{
    private static readonly ImmutableArray<string> MainKeys =
        ["all", "any", "not", "attribute", "tag", "event", "sequence", "unanswered", "contact", "audience"];

    private static readonly ImmutableArray<string> MeasureKeys = ["count", "sum", "max", "min", "avg", "distinct", "last", "first"];

    public const string Allowed =
        "a condition: 'always', 'never' or a mapping with one of 'all', 'any', 'not', 'attribute', 'tag', 'event', 'sequence', 'unanswered', 'contact', 'audience'";

    public Condition? Read(Place place)
    {
        if (place.Node is TreeNode.Text { Value: "always" }) return new Condition.Always();
        if (place.Node is TreeNode.Text { Value: "never" }) return new Condition.Never();
        if (place.Node is not TreeNode.Mapping mapping)
        {
            place.RefuseType(Allowed);
            return null;
        }
        var keys = mapping.Entries.Select(entry => entry.Key).ToList();
        if (keys.Contains("score"))
        {
            MappingReader.NotYet(place, "'score'");
            return null;
        }
        var main = keys.Where(key => MainKeys.Contains(key)).ToList();
        if (main.Count == 1) return ReadForm(main[0], place);
        if (main.Count == 0)
        {
            var hint = keys.Select(key => Names.Nearest(key, MainKeys)).FirstOrDefault(nearest => nearest.Length > 0) ?? "";
            place.Refuse(RefusalCodes.MissingKey, keys.Count == 0 ? "an empty mapping" : $"a mapping with {Names.List(keys.Take(8).Select(Place.Short))}", Allowed + hint);
            return null;
        }
        place.Refuse(RefusalCodes.Contradiction, Names.List(main), "one of them; join several conditions with 'all' or 'any'");
        return null;
    }

    private Condition? ReadForm(string form, Place place)
    {
        switch (form)
        {
            case "all" or "any":
            {
                if (Open(place, form, [form]) is not { } mapping) return null;
                if (List(mapping.Get(form)!.Value, "a list of conditions", 0, Read) is not { } parts) return null;
                return form == "all" ? new Condition.All(parts) : new Condition.Any(parts);
            }
            case "not":
                return Open(place, form, ["not"]) is { } not && Read(not.Get("not")!.Value) is { } part ? new Condition.Not(part) : null;
            case "attribute": return ReadAttribute(place);
            case "tag": return ReadTag(place);
            case "event": return ReadEvent(place);
            case "sequence": return ReadSequence(place);
            case "unanswered": return ReadUnanswered(place);
            case "contact": return ReadContact(place);
            default:
            {
                if (Open(place, form, ["audience"]) is not { } mapping) return null;
                var at = mapping.Get("audience")!.Value;
                if (Names.Read(at) is not { } name) return null;
                at.File.References.Add(new Reference(ReferenceKind.Audience, name, at, from));
                return new Condition.InAudience(name);
            }
        }
    }

    private static Condition.OfAttribute? ReadAttribute(Place place)
    {
        if (Open(place, "attribute", ["attribute", .. DefinitionKeys.Comparisons]) is not { } mapping) return null;
        var name = Values.Word(mapping.Get("attribute")!.Value, "an attribute's name");
        var comparisons = ComparisonParser.Read(mapping);
        return name is not null && comparisons is { } all ? new Condition.OfAttribute(name, all) : null;
    }

    private Condition.HasTag? ReadTag(Place place)
    {
        if (Open(place, "tag", ["tag", "for"]) is not { } mapping) return null;
        var tag = TagReader.Read(mapping.Get("tag")!.Value, ReferenceKind.Tag, from);
        var (ok, held) = Optional(mapping, "for", Values.Duration);
        return tag is { } name && ok ? new Condition.HasTag(name, held) : null;
    }

    private static Condition.Events? ReadEvent(Place place)
    {
        if (Open(place, "event", ["event", "where", "within", "since", .. MeasureKeys]) is not { } mapping) return null;
        var pattern = ReadPattern(mapping);
        var (withinOk, within) = Optional(mapping, "within", Values.Duration);
        var (sinceOk, since) = Optional(mapping, "since", Values.Date);
        var ok = withinOk && sinceOk;
        if (mapping.Has("within") && mapping.Get("since") is { } both)
        {
            both.Refuse(RefusalCodes.Contradiction, "'within' and 'since'", "one of the two");
            ok = false;
        }
        var measures = mapping.Keys.Where(key => MeasureKeys.Contains(key)).ToList();
        if (measures.Count > 1)
        {
            mapping.Get(measures[1])!.Value.Refuse(
                RefusalCodes.Contradiction, Names.List(measures), "one measure a condition; join several conditions with 'all'");
            return null;
        }
        Measure? measure = null;
        if (measures.Count == 1)
        {
            measure = ReadMeasure(mapping.Get(measures[0])!.Value, measures[0]);
            ok &= measure is not null;
        }
        if (!ok || pattern is null) return null;
        var at = mapping.Place;
        if (measure?.Kind is MeasureKind.Sum or MeasureKind.Distinct && within is null && since is null)
        {
            at.File.Warn(at, WarningCodes.Unbounded, measure.Kind == MeasureKind.Distinct
                ? $"'distinct' without 'within' or 'since' remembers every different '{measure.Of}' of '{pattern.Name}' that its bounds can tell, for every customer, for ever"
                : $"'sum' without 'within' or 'since' reads every '{pattern.Name}' ever and keeps its exact sum for every customer; it can only be filled by the whole history");
        }
        if (within is null && pattern.Where.Any(filter => filter.Comparisons.Any(comparison => comparison.IsRelative)))
        {
            at.File.Warn(at, WarningCodes.Unbounded,
                $"a filter with 'in_next' or 'in_last' and no 'within' keeps every matching '{pattern.Name}' of every customer for ever, because time alone can make it match");
        }
        return new Condition.Events(pattern, new EventWindow(within, since), measure);
    }

    private static Measure? ReadMeasure(Place place, string key)
    {
        var kind = Enum.Parse<MeasureKind>(key, ignoreCase: true);
        var hasOf = kind is not (MeasureKind.Count or MeasureKind.Last or MeasureKind.First);
        if (MappingReader.Open(place, $"'{key}'", hasOf ? ["of", .. DefinitionKeys.NumberComparisons] : DefinitionKeys.NumberComparisons) is not { } mapping)
            return null;
        string? of = null;
        var ok = true;
        if (hasOf)
        {
            of = mapping.Require("of", "the name of a property") is { } at ? PropertyPath(at) : null;
            ok = of is not null;
        }
        var comparisons = ComparisonParser.ReadNumbers(mapping, kind is MeasureKind.Last or MeasureKind.First);
        return ok && comparisons is { } all ? new Measure(kind, of, all) : null;
    }

    private static Condition.Sequence? ReadSequence(Place place)
    {
        if (Open(place, "sequence", ["sequence", "within", "horizon"]) is not { } mapping) return null;
        var elements = List(mapping.Get("sequence")!.Value, "a list of { event, where }", 1, ReadElement);
        var within = mapping.Require("within", Values.DurationForm) is { } at ? Values.Duration(at) : null;
        var (ok, horizon) = Optional(mapping, "horizon", Values.Duration);
        if (elements is { Length: > 32 } many)
        {
            mapping.Get("sequence")!.Value.Refuse(RefusalCodes.TooLarge, $"a list of {many.Length}", "1 to 32 elements");
            return null;
        }
        return elements is { } all && within is { } span && ok ? new Condition.Sequence(all, span, horizon) : null;
    }

    private static Condition.Unanswered? ReadUnanswered(Place place)
    {
        if (Open(place, "unanswered", ["unanswered", "by", "for", "within"]) is not { } mapping) return null;
        var asked = ReadElement(mapping.Get("unanswered")!.Value);
        var by = mapping.Require("by", "{ event, where }: what would be an answer") is { } answer ? ReadElement(answer) : null;
        var waited = mapping.Require("for", Values.DurationForm) is { } at ? Values.Duration(at) : null;
        var (ok, within) = Optional(mapping, "within", Values.Duration);
        return asked is not null && by is not null && waited is { } span && ok ? new Condition.Unanswered(asked, by, span, within) : null;
    }

    private static Condition.HasContact? ReadContact(Place place)
    {
        if (Open(place, "contact", ["contact", "state", "since"]) is not { } mapping) return null;
        var member = Values.Word(mapping.Get("contact")!.Value, "'any' or a member's id (text)");
        var ok = member is not null;
        var state = ContactState.Friend;
        if (mapping.Get("state") is { } at)
        {
            if (Choice(at, "friend", "deleted_by_customer", "deleted_by_member") is { } choice) state = (ContactState)choice;
            else ok = false;
        }
        var (sinceOk, since) = Optional(mapping, "since", Values.Date);
        return ok && sinceOk ? new Condition.HasContact(member == "any" ? null : member, state, since) : null;
    }

    /// <summary><c>{ event, where }</c>; the event's bare name is taken too.</summary>
    public static EventPattern? ReadElement(Place place)
    {
        if (place.Node is TreeNode.Text) return Values.Word(place, "an event's name") is { } name ? new EventPattern(name) : null;
        if (MappingReader.Open(place, "an event", DefinitionKeys.EventElement) is not { } mapping) return null;
        mapping.Title();
        return mapping.Require("event", "an event's name") is null ? null : ReadPattern(mapping);
    }

    /// <summary>The keys <c>event</c> and <c>where</c> of a mapping.</summary>
    public static EventPattern? ReadPattern(MappingReader mapping)
    {
        var name = Values.Word(mapping.Get("event")!.Value, "an event's name");
        if (mapping.Get("where") is not { } where) return name is null ? null : new EventPattern(name);
        if (where.Node is not TreeNode.Mapping properties)
        {
            where.RefuseType("a mapping from properties to a plain value or to comparisons");
            return null;
        }
        var filters = ImmutableArray.CreateBuilder<PropertyFilter>();
        var ok = name is not null;
        foreach (var (key, node) in properties.Entries)
        {
            var at = where.At(key, node);
            if (!IsPath(key))
            {
                at.Refuse(RefusalCodes.InvalidName, $"the property '{Place.Short(key)}'", "a property's name; a dot goes one level down");
                ok = false;
                continue;
            }
            ImmutableArray<Comparison>? comparisons;
            if (node is TreeNode.Mapping)
                comparisons = MappingReader.Open(at, "comparisons", DefinitionKeys.Comparisons) is { } inner ? ComparisonParser.Read(inner) : null;
            else
                comparisons = Values.Plain(at, "a plain value (number, text, true, false) or a mapping of comparisons; for one of several use { in: [ … ] }") is { } value
                    ? [new Comparison.Is(value)]
                    : null;
            if (comparisons is { } all) filters.Add(new PropertyFilter(key, all));
            else ok = false;
        }
        return ok ? new EventPattern(name!) { Where = filters.ToImmutable() } : null;
    }

    /// <summary>Which of the words stands there; refused and null when none.</summary>
    public static int? Choice(Place place, params string[] words)
    {
        if (place.Node is TreeNode.Text text && Array.IndexOf(words, text.Value) is >= 0 and var index) return index;
        var hint = place.Node is TreeNode.Text wrong ? Names.Nearest(wrong.Value, words) : "";
        if (place.Node is TreeNode.Text) place.RefuseValue(Names.List(words) + hint);
        else place.RefuseType(Names.List(words));
        return null;
    }

    public static ImmutableArray<T>? List<T>(Place place, string allowed, int least, Func<Place, T?> read) where T : class
    {
        if (place.Node is not TreeNode.Sequence list || list.Items.Length < least)
        {
            place.RefuseType(least > 0 ? $"{allowed}, not empty" : allowed);
            return null;
        }
        var items = ImmutableArray.CreateBuilder<T>(list.Items.Length);
        var ok = true;
        for (var i = 0; i < list.Items.Length; i++)
        {
            if (read(place.At(i, list.Items[i])) is { } item) items.Add(item);
            else ok = false;
        }
        return ok ? items.ToImmutable() : null;
    }

    public static (bool Ok, T? Value) Optional<T>(MappingReader mapping, string key, Func<Place, T?> read) where T : struct
    {
        if (mapping.Get(key) is not { } place) return (true, null);
        var value = read(place);
        return (value is not null, value);
    }

    public static string? PropertyPath(Place place)
    {
        if (Values.Word(place, "the name of a property") is not { } path) return null;
        if (IsPath(path)) return path;
        place.Refuse(RefusalCodes.InvalidName, Place.Describe(place.Node), "a property's name; a dot goes one level down");
        return null;
    }

    private static bool IsPath(string path) => JsonText.IsWellFormed(path) && path.Split('.').All(part => part.Length > 0);

    private static MappingReader? Open(Place place, string form, ImmutableArray<string> keys)
    {
        var mapping = MappingReader.Open(place, $"a condition with '{form}'", [.. keys, "title"]);
        mapping?.Title();
        return mapping;
    }
}
