using Shiyu.Engine.Definitions;
using Shiyu.Engine.Definitions.Parsing;
using Shiyu.Runtime.Deliveries;

namespace Shiyu.Runtime.Definitions;

/// <summary>Definition files as they come over HTTP or stand in the log: path → bytes.</summary>
internal static class DefinitionReader
{
    private static readonly string[] Kinds = ["workspace", "group", "audience", "sop", "material", "dictionary", "calendar"];

    /// <summary>Parses and cross-checks a whole set; also what only the running program knows: the zone and the texts' variables.</summary>
    public static ParsedDefinitions Parse(IReadOnlyDictionary<string, byte[]> files)
    {
        var parsed = DefinitionFolder.Parse(files);
        if (parsed.Set is not { } set) return parsed;
        var refusals = new List<Refusal>();
        if (ZoneTables.Get(set.Workspace.TimeZone) is null)
            refusals.Add(At(files, "workspace", set.Workspace.Name, "time_zone", "definition.unknown_time_zone", $"'{set.Workspace.TimeZone}'", "a zone of the zone database, such as Asia/Shanghai"));
        foreach (var material in set.Materials.Values)
            if (MaterialRenderer.Check(material.Text) is { } error)
                refusals.Add(At(files, "material", material.Name, "text", "definition.unreadable_variables", error, "variables such as {{name}}"));
        return refusals.Count == 0 ? parsed : new ParsedDefinitions(null, [.. refusals], parsed.Warnings);
    }

    /// <summary>The same for a set that is to go live: what a rehearsal only warns about because it cannot be meant is refused.</summary>
    public static ParsedDefinitions ParseForLive(IReadOnlyDictionary<string, byte[]> files)
    {
        var parsed = Parse(files);
        var fatal = parsed.Warnings.Where(warning => WarningCodes.IsFatalWhenLive(warning.Code))
            .Select(warning => new Refusal(warning.Code, warning.File, warning.Line, warning.Path, warning.Message, "this only in a rehearsal") { Step = warning.Step }).ToList();
        return fatal.Count == 0
            ? parsed
            : new ParsedDefinitions(null, [.. parsed.Refusals, .. fatal], [.. parsed.Warnings.Where(warning => !WarningCodes.IsFatalWhenLive(warning.Code))]);
    }

    /// <summary>What a file defines, as <see cref="NamedFiles.Key"/>; null when it cannot be read.</summary>
    public static string? KeyOf(string path, byte[] bytes) => Name(path, bytes) is { } found ? NamedFiles.Key(found.Kind, found.Name) : null;

    /// <summary>One SOP's file by itself; null when it is refused.</summary>
    public static SopDefinition? ReadSop(string path, byte[] bytes) => DefinitionParser.ReadSop(new DefinitionFile(path, DefinitionFolder.ReadTree(path, bytes)));

    /// <summary>A file's tree.</summary>
    public static TreeNode.Mapping Tree(string path, byte[] bytes) => (TreeNode.Mapping)DefinitionFolder.ReadTree(path, bytes);

    /// <summary>What a file defines, as <c>kind/name</c>; null when it cannot be read.</summary>
    public static string? NameOf(string path, byte[] bytes) => Name(path, bytes) is { } found ? $"{found.Kind}/{found.Name}" : null;

    /// <summary>The file that defines a thing, as written; null when there is none.</summary>
    public static TreeNode.Mapping? Find(IReadOnlyDictionary<string, byte[]> files, string kind, string name) =>
        files.Select(file => Name(file.Key, file.Value)).FirstOrDefault(found => found?.Kind == kind && found.Value.Name == name)?.Root;

    /// <summary>What differs between two sets, by kind and name.</summary>
    public static IReadOnlyList<DefinitionChange> Compare(IReadOnlyDictionary<string, byte[]> before, IReadOnlyDictionary<string, byte[]> after)
    {
        var (old, now) = (ByName(before), ByName(after));
        return
        [
            .. old.Keys.Union(now.Keys).Order().Select(key => new DefinitionChange(key.Kind, key.Name, (old.GetValueOrDefault(key), now.GetValueOrDefault(key)) switch
            {
                (null, _) => "added",
                (_, null) => "removed",
                var (a, b) when a.AsSpan().SequenceEqual(b) => "unchanged",
                _ => "changed",
            })),
        ];
    }

    private static Dictionary<(string Kind, string Name), byte[]> ByName(IReadOnlyDictionary<string, byte[]> files)
    {
        var named = new Dictionary<(string, string), byte[]>();
        foreach (var (path, bytes) in files)
            if (Name(path, bytes) is { } found) named[(found.Kind, found.Name)] = bytes;
        return named;
    }

    private static (string Kind, string Name, TreeNode.Mapping Root)? Name(string path, byte[] bytes)
    {
        try
        {
            if (DefinitionFolder.ReadTree(path, bytes) is not TreeNode.Mapping root) return null;
            foreach (var (key, value) in root.Entries)
                if (Kinds.Contains(key) && value is TreeNode.Text name) return (key, name.Value, root);
            return null;
        }
        catch (UnreadableTreeException)
        {
            return null;
        }
    }

    private static Refusal At(IReadOnlyDictionary<string, byte[]> files, string kind, string name, string key, string code, string given, string allowed)
    {
        foreach (var (path, bytes) in files)
            if (Name(path, bytes) is { } found && found.Kind == kind && found.Name == name)
                return new Refusal(code, path, found.Root.Entries.FirstOrDefault(entry => entry.Key == key).Value?.Line ?? found.Root.Line, key, given, allowed);
        return new Refusal(code, "", 0, key, given, allowed);
    }
}
