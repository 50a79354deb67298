using System.Collections.Immutable;
using System.Text;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads one file as the one definition that its key tells.</summary>
internal static class FileParser
{
    private const int MaterialBytesMax = 4_000;

    private static readonly ImmutableArray<string> Kinds = ["workspace", "group", "audience", "sop", "material", "dictionary", "calendar"];

    /// <returns>A definition record, a <see cref="DictionaryDefinition"/>, or null when the file is refused.</returns>
    public static object? Read(Place file)
    {
        var allowed = $"one definition a file, told by its key: {Names.List(Kinds)}";
        if (file.Node is not TreeNode.Mapping mapping)
        {
            file.RefuseType(allowed);
            return null;
        }
        var kinds = mapping.Entries.Where(entry => Kinds.Contains(entry.Key)).Select(entry => entry.Key).ToList();
        // An SOP or audience file names itself first; keys like 'audience' cannot stand beside it.
        if (kinds.Count != 1)
        {
            var hint = mapping.Entries.Select(entry => Names.Nearest(entry.Key, Kinds)).FirstOrDefault(nearest => nearest.Length > 0) ?? "";
            file.Refuse(
                kinds.Count == 0 ? RefusalCodes.UnknownKind : RefusalCodes.Contradiction,
                kinds.Count == 0 ? "none of these keys" : Names.List(kinds), allowed + (kinds.Count == 0 ? hint : ""));
            return null;
        }
        switch (kinds[0])
        {
            case "workspace": return ReadWorkspace(file);
            case "group": return ReadGroup(file);
            case "audience": return ReadAudience(file);
            case "sop": return SopParser.Read(file);
            case "material": return ReadMaterial(file);
            case "dictionary": return ReadDictionary(file);
            default: return CalendarParser.Read(file);
        }
    }

    private static WorkspaceDefinition? ReadWorkspace(Place file)
    {
        var before = file.File.Refusals.Count;
        if (MappingReader.Open(file, "a workspace", DefinitionKeys.Workspace) is not { } workspace) return null;
        workspace.Title();
        var name = Names.Read(workspace.Get("workspace"));
        var zone = workspace.Get("time_zone") is { } zoneAt
            ? Values.Word(zoneAt, "a time zone of the IANA database, for example Asia/Shanghai")
            : WorkspaceDefinition.Default.TimeZone;
        var salt = workspace.Get("salt") is { } saltAt ? Values.Text(saltAt, "a text") : WorkspaceDefinition.Default.Salt;
        var welcome = Names.Read(workspace.Get("welcome"));
        var budgets = BudgetParser.Read(workspace);
        var holdout = workspace.Get("holdout") is { } holdoutAt ? Values.Share(holdoutAt) : Share.None;
        var value = workspace.Get("value") is { } valueAt ? ValueParser.ReadValue(valueAt) : null;
        var guardrail = workspace.Get("guardrail") is { } guardrailAt ? ValueParser.ReadGuardrail(guardrailAt) : null;
        var load = workspace.Get("member_load") is { } loadAt ? ValueParser.ReadMemberLoad(loadAt) : null;
        var unconfirmed = workspace.Get("unconfirmed") is { } unconfirmedAt ? UnconfirmedParser.Read(unconfirmedAt) : UnconfirmedRules.Default;
        return file.File.Refusals.Count > before ? null : new WorkspaceDefinition(name!, zone!, salt!, welcome, budgets, holdout!.Value)
        {
            Value = value,
            Guardrail = guardrail,
            MemberLoad = load,
            Unconfirmed = unconfirmed!,
        };
    }

    private static TagGroupDefinition? ReadGroup(Place file)
    {
        var before = file.File.Refusals.Count;
        if (MappingReader.Open(file, "a tag group", DefinitionKeys.Group) is not { } group) return null;
        var name = Names.Read(group.Get("group"));
        var title = group.Title();
        var kind = group.Require("kind", "'exclusive' (one tag at a time) or 'multi'") is { } kindAt
            ? ConditionParser.Choice(kindAt, "exclusive", "multi")
            : null;
        ImmutableArray<TagDefinition>? tags = null;
        if (group.Require("tags", "a list of tags, not empty") is { } tagsAt)
        {
            tags = ConditionParser.List(tagsAt, "a list of tags", 1, place => ReadTag(place, $"group:{name}"));
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var i = 0; tags is { } all && i < all.Length; i++)
            {
                if (seen.Add(all[i].Name)) continue;
                var item = ((TreeNode.Sequence)tagsAt.Node).Items[i];
                tagsAt.At(i, item).At("tag", item).Refuse(RefusalCodes.DefinedTwice, $"'{all[i].Name}'", "a tag once in a group");
            }
        }
        return file.File.Refusals.Count > before ? null : new TagGroupDefinition(name!, title, kind == 0, tags!.Value);
    }

    private static TagDefinition? ReadTag(Place place, string from)
    {
        var before = place.File.Refusals.Count;
        if (MappingReader.Open(place, "a tag", DefinitionKeys.Tag) is not { } tag) return null;
        var name = Names.Read(tag.Require("tag", Names.Pattern));
        var title = tag.Title();
        var when = tag.Get("when") is { } whenAt ? new ConditionParser(from).Read(whenAt) : null;
        var hold = Hold.While;
        if (tag.Get("hold") is { } holdAt)
        {
            if (!tag.Has("when"))
                holdAt.Refuse(RefusalCodes.Contradiction, "'hold' without 'when'", "'hold' prolongs a condition; give the tag a 'when' or leave 'hold' out");
            hold = ReadHold(holdAt) ?? Hold.While;
        }
        return place.File.Refusals.Count > before ? null : new TagDefinition(name!, title, when, hold);
    }

    private static Hold? ReadHold(Place place)
    {
        if (place.Node is TreeNode.Mapping)
        {
            if (MappingReader.Open(place, "'hold'", ["for"]) is not { } hold) return null;
            return hold.Require("for", Values.DurationForm) is { } at && Values.Duration(at) is { } span ? new Hold(HoldKind.For, span) : null;
        }
        if (place.Node is TreeNode.Text { Value: "while" }) return Hold.While;
        if (place.Node is TreeNode.Text { Value: "once" }) return Hold.Once;
        place.RefuseValue("'while', 'once' or { for: DURATION }");
        return null;
    }

    private static AudienceDefinition? ReadAudience(Place file)
    {
        var before = file.File.Refusals.Count;
        if (MappingReader.Open(file, "an audience", DefinitionKeys.Audience) is not { } audience) return null;
        var name = Names.Read(audience.Get("audience"));
        var title = audience.Title();
        var when = audience.Require("when", ConditionParser.Allowed) is { } whenAt ? new ConditionParser($"audience:{name}").Read(whenAt) : null;
        return file.File.Refusals.Count > before ? null : new AudienceDefinition(name!, title, when!);
    }

    private static MaterialDefinition? ReadMaterial(Place file)
    {
        var before = file.File.Refusals.Count;
        if (MappingReader.Open(file, "a material", DefinitionKeys.Material) is not { } material) return null;
        var name = Names.Read(material.Get("material"));
        var title = material.Title();
        var text = material.Require("text", "what the customer reads") is { } textAt ? Bounded(textAt, MaterialBytesMax) : null;
        var link = material.Get("link") is { } linkAt ? ReadLink(linkAt) : null;
        return file.File.Refusals.Count > before ? null : new MaterialDefinition(name!, title, text!, link);
    }

    private static LinkCard? ReadLink(Place place)
    {
        if (MappingReader.Open(place, "a link", DefinitionKeys.Link) is not { } link) return null;
        var title = link.Require("title", "a text of at most 128 bytes") is { } titleAt ? Bounded(titleAt, 128) : null;
        var url = link.Require("url", "an http or https address") is { } urlAt ? Url(urlAt) : null;
        var description = link.Get("description") is { } descriptionAt ? Bounded(descriptionAt, 512) : null;
        var picture = link.Get("picture") is { } pictureAt ? Url(pictureAt) : null;
        return title is null || url is null ? null : new LinkCard(title, url, description, picture);
    }

    private static string? Bounded(Place place, int bytesMax)
    {
        var allowed = $"a text of 1 to {bytesMax} bytes (UTF-8)";
        if (Values.Word(place, allowed) is not { } text) return null;
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes <= bytesMax) return text;
        place.Refuse(RefusalCodes.TooLarge, $"a text of {bytes} bytes", allowed);
        return null;
    }

    private static string? Url(Place place)
    {
        const string allowed = "an http or https address of at most 2048 bytes";
        if (Bounded(place, 2048) is not { } text) return null;
        // Variables stand in addresses, too; what they make of it is seen when they are filled.
        if (text.StartsWith("https://", StringComparison.Ordinal) || text.StartsWith("http://", StringComparison.Ordinal)) return text;
        place.RefuseValue(allowed);
        return null;
    }

    private static DictionaryDefinition? ReadDictionary(Place file)
    {
        var before = file.File.Refusals.Count;
        if (MappingReader.Open(file, "a dictionary", DefinitionKeys.Dictionary) is not { } dictionary) return null;
        var name = Names.Read(dictionary.Get("dictionary"));
        dictionary.Title();
        var names = ImmutableArray.CreateBuilder<(string Source, string Name, Place Place)>();
        if (dictionary.Require("events", "a mapping from source names to event names") is { } events)
        {
            if (events.Node is not TreeNode.Mapping mapping)
            {
                events.RefuseType("a mapping from source names to event names");
                return null;
            }
            foreach (var (source, node) in mapping.Entries)
            {
                var at = events.At(source, node);
                if (source.Length == 0 || !JsonText.IsWellFormed(source))
                    at.Refuse(RefusalCodes.InvalidName, $"'{source}'", "a source's event name, not empty, in whole characters");
                else if (Values.Word(at, "an event's name, for example order.paid") is { } target)
                    names.Add((source, target, at));
            }
        }
        return file.File.Refusals.Count > before ? null : new DictionaryDefinition(name!, names.ToImmutable());
    }
}

internal sealed record DictionaryDefinition(string Name, ImmutableArray<(string Source, string Name, Place Place)> Events);
