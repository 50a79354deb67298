using System.Collections.Immutable;

namespace Shiyu.Engine.Definitions;

/// <summary>A node of a definition file, YAML or JSON: the same tree, with the line it stands on.</summary>
/// <param name="Line">1-based.</param>
public abstract record TreeNode(int Line)
{
    public sealed record Null(int Line) : TreeNode(Line);

    public sealed record Flag(bool Value, int Line) : TreeNode(Line);

    /// <summary>A number as written; the parser turns it into a decimal or refuses it.</summary>
    public sealed record Number(string Written, int Line) : TreeNode(Line);

    public sealed record Text(string Value, int Line) : TreeNode(Line);

    public sealed record Sequence(ImmutableArray<TreeNode> Items, int Line) : TreeNode(Line);

    /// <summary>Keys are unique (the reader refuses duplicates) and in file order.</summary>
    public sealed record Mapping(ImmutableArray<KeyValuePair<string, TreeNode>> Entries, int Line) : TreeNode(Line);
}

/// <summary>One definition file, read but not yet understood.</summary>
/// <param name="Path">Path relative to the definitions folder, with forward slashes.</param>
public sealed record DefinitionFile(string Path, TreeNode Root);
