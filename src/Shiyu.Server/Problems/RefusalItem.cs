using Shiyu.Engine.Definitions;

namespace Shiyu.Server.Problems;

/// <summary>One entry of <c>errors</c>: why a definition or a condition is refused.</summary>
/// <param name="Code">Stable machine word.</param>
/// <param name="File">The file as given; empty for a condition that stands alone.</param>
/// <param name="Line">1-based; 0 when it is about the whole set.</param>
/// <param name="Path">The path in the tree, for example <c>steps[2].at</c>.</param>
/// <param name="Given">What was found.</param>
/// <param name="Allowed">What is allowed there.</param>
/// <param name="Step">The id of the step that the path leads into; null elsewhere.</param>
internal sealed record RefusalItem(string Code, string File, int Line, string Path, string Given, string Allowed, string? Step = null)
{
    public static RefusalItem From(Refusal refusal) =>
        new(refusal.Code, refusal.File, refusal.Line, refusal.Path, refusal.Given, refusal.Allowed, refusal.Step);

    public override string ToString()
    {
        var place = (File.Length > 0, Line > 0) switch
        {
            (true, true) => $"{File}:{Line}: ",
            (true, false) => $"{File}: ",
            (false, true) => $"line {Line}: ",
            (false, false) => "",
        };
        return $"{place}{(Path.Length > 0 ? Path + (Step is null ? "" : $" (step '{Step}')") + ": " : "")}found {Given}; allowed: {Allowed}";
    }
}
