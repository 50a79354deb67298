using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Rehearsing.Jobs;

/// <summary>The definitions in force with a draft's own in their place.</summary>
internal static class DraftedDefinitions
{
    /// <summary>The kind and name of each of a draft's files, as <c>kind/name</c>; what cannot be read goes by its path.</summary>
    public static IReadOnlyList<string> NamesOf(RehearsalDraft draft) =>
        [.. draft.Files.Select(file => DefinitionReader.NameOf(file.Key, file.Value) ?? file.Key).Order(StringComparer.Ordinal)];

    public static Dictionary<string, byte[]> Over(IReadOnlyDictionary<string, byte[]> live, RehearsalDraft draft)
    {
        var replaced = NamesOf(draft).Concat(draft.Without).ToHashSet(StringComparer.Ordinal);
        var files = live.Where(file => DefinitionReader.NameOf(file.Key, file.Value) is not { } name || !replaced.Contains(name))
            .ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        foreach (var (path, bytes) in draft.Files)
        {
            // Another definition may stand at its path.
            var free = path;
            while (files.ContainsKey(free)) free = $"draft/{free}";
            files.Add(free, bytes);
        }
        return files;
    }
}
