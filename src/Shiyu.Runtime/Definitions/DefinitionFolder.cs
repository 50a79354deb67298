using System.Collections.Immutable;
using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Definitions;

/// <summary>Reads definition files, <c>.yaml</c>, <c>.yml</c> and <c>.json</c>, into trees. Other files are ignored; folders mean nothing.</summary>
public static class DefinitionFolder
{
    /// <summary>One file may hold a page of content, not a data set.</summary>
    public const int FileBytesMax = 1 << 20;

    public const int FilesMax = 5_000;

    /// <summary>The files of a folder and those below it: path with forward slashes, relative to the folder → bytes.</summary>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    public static IReadOnlyDictionary<string, byte[]> Load(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Select(file => (Path: Path.GetRelativePath(folder, file).Replace('\\', '/'), File: file))
        .Where(file => IsDefinition(file.Path))
        .OrderBy(file => file.Path, StringComparer.Ordinal)
        .ToDictionary(file => file.Path, file => File.ReadAllBytes(file.File), StringComparer.Ordinal);

    /// <summary>Reads files into trees; those that cannot be read are refused with file and line.</summary>
    public static ReadFiles Read(IReadOnlyDictionary<string, byte[]> files)
    {
        var trees = ImmutableArray.CreateBuilder<DefinitionFile>();
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (files.Count > FilesMax)
            refusals.Add(new Refusal("definition.too_many_files", "", 0, "", $"{files.Count} files", $"at most {FilesMax} files"));
        foreach (var (path, bytes) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            if (!IsDefinition(path)) continue;
            if (bytes.Length > FileBytesMax)
            {
                refusals.Add(new Refusal("definition.file_too_large", path, 0, "", $"{bytes.Length} bytes", $"at most {FileBytesMax} bytes a file"));
                continue;
            }
            try
            {
                trees.Add(new DefinitionFile(path, ReadTree(path, bytes)));
            }
            catch (UnreadableTreeException error)
            {
                refusals.Add(new Refusal("definition.unreadable", path, error.Line, error.Path, error.Given, error.Allowed));
            }
        }
        return new ReadFiles(trees.ToImmutable(), refusals.ToImmutable());
    }

    /// <summary>Reads and parses a whole set: refused as a whole if any file is.</summary>
    public static ParsedDefinitions Parse(IReadOnlyDictionary<string, byte[]> files)
    {
        var read = Read(files);
        var parsed = DefinitionParser.Parse(read.Files);
        return read.Refusals.IsEmpty ? parsed : new ParsedDefinitions(null, [.. read.Refusals, .. parsed.Refusals], parsed.Warnings);
    }

    /// <summary>One tree from bytes; the path's ending tells YAML from JSON.</summary>
    /// <exception cref="UnreadableTreeException">The bytes are not well-formed.</exception>
    internal static TreeNode ReadTree(string path, ReadOnlyMemory<byte> bytes) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? JsonTree.Read(bytes.Span) : YamlTree.Read(bytes.Span);

    private static bool IsDefinition(string path) => Path.GetExtension(path).ToLowerInvariant() is ".yaml" or ".yml" or ".json";
}

/// <param name="Files">The files that could be read.</param>
public sealed record ReadFiles(ImmutableArray<DefinitionFile> Files, ImmutableArray<Refusal> Refusals);

/// <summary>A file is not well-formed YAML or JSON.</summary>
public sealed class UnreadableTreeException(int line, string path, string given, string allowed) : Exception($"line {line}: found {given}; allowed: {allowed}")
{
    /// <summary>1-based.</summary>
    public int Line { get; } = line;

    public string Path { get; } = path;

    public string Given { get; } = given;

    public string Allowed { get; } = allowed;
}
