using Shiyu.Engine.Sops;
using Shiyu.Runtime.Publishing;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Definitions;

/// <summary>Reads what a caller wants of a publication.</summary>
internal static class PublishBody
{
    private const int NoteMax = 500;

    /// <exception cref="FieldException">A choice is none, or the note is too long.</exception>
    public static PublishRequest Read(IReadOnlyDictionary<string, string>? runs, string? note, string by)
    {
        if (note?.Length > NoteMax) throw new FieldException("note", $"{note.Length} characters", $"at most {NoteMax} characters");
        var choices = new Dictionary<string, RunsChoice>(StringComparer.Ordinal);
        foreach (var (sop, word) in runs ?? new Dictionary<string, string>())
            choices[sop] = RunsWords.Parse(word) ?? throw new FieldException($"runs.{sop}", word ?? "null", RunsWords.Allowed);
        return new PublishRequest(choices, by, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
    }
}
