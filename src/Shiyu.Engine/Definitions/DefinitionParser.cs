using System.Collections.Immutable;
using Shiyu.Engine.Definitions.Parsing;

namespace Shiyu.Engine.Definitions;

/// <summary>Turns definition files into a cross-checked <see cref="DefinitionSet"/>, or says precisely why not.</summary>
public static class DefinitionParser
{
    /// <param name="files">In any order; one definition a file.</param>
    public static ParsedDefinitions Parse(IReadOnlyList<DefinitionFile> files)
    {
        var check = new CrossCheck();
        foreach (var file in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var parse = new FileParse(file.Path);
            check.Add(parse, file.Root, FileParser.Read(new Place(parse, file.Root, "")));
        }
        return check.Finish();
    }

    /// <summary>Reads one SOP by itself; the names in it are not resolved.</summary>
    /// <returns>Null when it is refused.</returns>
    public static SopDefinition? ReadSop(DefinitionFile file) => FileParser.Read(new Place(new FileParse(file.Path), file.Root, "")) as SopDefinition;

    /// <summary>What one SOP names that these definitions do not know, and where.</summary>
    public static IReadOnlyList<(int Line, string Path, string What)> Unknown(DefinitionFile file, DefinitionSet known)
    {
        var parse = new FileParse(file.Path);
        FileParser.Read(new Place(parse, file.Root, ""));
        var tags = known.Groups.SelectMany(group => group.Tags, (group, tag) => ($"{group.Name}/{tag.Name}", Plain: tag.When is null)).ToDictionary(StringComparer.Ordinal);
        return
        [
            .. parse.References.Where(reference => !(reference.Kind switch
            {
                ReferenceKind.Tag => tags.ContainsKey(reference.Name),
                ReferenceKind.PlainTag => tags.GetValueOrDefault(reference.Name),
                ReferenceKind.Audience => known.Audiences.ContainsKey(reference.Name),
                ReferenceKind.Sop => known.Sops.Any(sop => sop.Name == reference.Name),
                ReferenceKind.Material => known.Materials.ContainsKey(reference.Name),
                ReferenceKind.Segments => known.Groups.Any(group => group.Name == reference.Name),
                // Its date was read when its runs began.
                ReferenceKind.Cohort => true,
            })).Select(reference => (reference.Place.Node.Line, reference.Place.Path, $"'{reference.Name}'")).Distinct(),
        ];
    }

    /// <summary>Parses one condition that stands alone (an audience asked through the API).</summary>
    /// <param name="known">Names of tags and audiences are resolved against these definitions.</param>
    public static ParsedCondition ParseCondition(TreeNode node, DefinitionSet known)
    {
        var parse = new FileParse("condition");
        var condition = new ConditionParser("condition").Read(new Place(parse, node, ""));
        var tags = known.Groups.SelectMany(group => group.Tags, (group, tag) => $"{group.Name}/{tag.Name}").ToHashSet(StringComparer.Ordinal);
        foreach (var reference in parse.References)
        {
            if (reference.Kind == ReferenceKind.Audience) CrossCheck.Resolve(reference, known.Audiences.Keys);
            else CrossCheck.Resolve(reference, tags);
        }
        return new ParsedCondition(parse.Refusals.Count == 0 ? condition : null, [.. parse.Refusals]);
    }
}

/// <param name="Set">Null when anything was refused: definitions are taken all or nothing.</param>
public sealed record ParsedDefinitions(DefinitionSet? Set, ImmutableArray<Refusal> Refusals, ImmutableArray<Warning> Warnings);

public sealed record ParsedCondition(Conditions.Condition? Condition, ImmutableArray<Refusal> Refusals);
