using Shiyu.Engine.Definitions;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Server.Demo;

/// <summary>SOPs with a pace are made for those who are there already: the demo publishes them once somebody is.</summary>
internal static class DemoPaced
{
    /// <summary>The files without those of SOPs with a pace.</summary>
    public static IReadOnlyDictionary<string, byte[]> Without(IReadOnlyDictionary<string, byte[]> files)
    {
        var paced = DefinitionFolder.Read(files).Files.Where(file => IsPaced(file.Root)).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        return files.Where(file => !paced.Contains(file.Key)).ToDictionary(StringComparer.Ordinal);
    }

    public static IEnumerable<string> Sops(DefinitionSet definitions) => definitions.Sops.Where(sop => sop.Pace is not null).Select(sop => sop.Name);

    private static bool IsPaced(TreeNode file) =>
        file is TreeNode.Mapping written && written.Entries.Any(entry => entry.Key == "sop") && written.Entries.Any(entry => entry.Key == "pace");
}
