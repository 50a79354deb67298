namespace Shiyu.Engine.Definitions;

/// <summary>Why a definition is refused: where it stands, what was found there, and what is allowed.</summary>
/// <param name="Code">Stable machine word, for example <c>definition.unknown_key</c>.</param>
/// <param name="File">The file's path as given.</param>
/// <param name="Line">1-based line in that file; 0 when the refusal is about the whole set.</param>
/// <param name="Path">The path in the tree, for example <c>steps[2].at</c>.</param>
/// <param name="Given">What was found.</param>
/// <param name="Allowed">What is allowed there, as a sentence.</param>
public sealed record Refusal(string Code, string File, int Line, string Path, string Given, string Allowed)
{
    /// <summary>The id of the step that the path leads into; null elsewhere, and where the step has none.</summary>
    public string? Step { get; init; }

    public override string ToString() => $"{File}:{Line}: {(Path.Length == 0 ? "" : Path + (Step is null ? "" : $" (step '{Step}')") + ": ")}found {Given}; allowed: {Allowed}";
}

/// <summary>Something that is taken but costs: shown, never blocking.</summary>
public sealed record Warning(string Code, string File, int Line, string Path, string Message)
{
    /// <summary>The id of the step that the path leads into; null elsewhere.</summary>
    public string? Step { get; init; }

    public override string ToString() => $"{File}:{Line}: {(Path.Length == 0 ? "" : Path + ": ")}{Message}";
}
