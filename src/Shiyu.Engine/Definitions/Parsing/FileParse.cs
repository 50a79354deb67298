using System.Globalization;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>What one file's parse has found so far.</summary>
internal sealed class FileParse(string path)
{
    public string File { get; } = path;
    public List<Refusal> Refusals { get; } = [];
    public List<Warning> Warnings { get; } = [];

    /// <summary>Names that must be defined somewhere, found once every file is parsed.</summary>
    public List<Reference> References { get; } = [];

    /// <summary>The nodes of an SOP's steps that were read so far, and their ids where they have one.</summary>
    public List<(string? Id, TreeNode Node)> Steps { get; } = [];

    public void Refuse(string code, int line, string path, string given, string allowed) =>
        Refusals.Add(new Refusal(code, File, line, path, given, allowed) { Step = StepOf(path) });

    public void Warn(Place place, string code, string message) => Warnings.Add(new Warning(code, File, place.Node.Line, place.Path, message) { Step = StepOf(place.Path) });

    private string? StepOf(string path)
    {
        const string Start = "steps[";
        var end = path.IndexOf(']', StringComparison.Ordinal);
        return path.StartsWith(Start, StringComparison.Ordinal) && int.TryParse(path.AsSpan(Start.Length, end - Start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            && step < Steps.Count ? Steps[step].Id : null;
    }
}

internal enum ReferenceKind : byte { Tag, PlainTag, Audience, Sop, Cohort, Material, Segments }

/// <param name="From">The definition that names it: <c>group:NAME</c>, <c>audience:NAME</c> or something else that no cycle runs through.</param>
internal sealed record Reference(ReferenceKind Kind, string Name, Place Place, string From);
