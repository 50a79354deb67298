using Shiyu.Engine.Definitions;
using Shiyu.Runtime;
using Shiyu.Runtime.Publishing;

namespace Shiyu.Server.Definitions;

/// <param name="Files">Path → text, as applied.</param>
/// <param name="Items">What they define, by kind and name.</param>
internal sealed record DefinitionFiles(IReadOnlyDictionary<string, string>? Files, IReadOnlyList<DefinitionInForce> Items);

/// <param name="Files">Path → text.</param>
/// <param name="Runs">
/// What becomes of going runs of the SOPs that change, by SOP; under <c>*</c> for all that are not named: <c>pin</c>, <c>migrate</c> or <c>drain</c>. Without a choice
/// they finish on their version, and those of an SOP that is taken away end.
/// </param>
/// <param name="Note">For the list of versions.</param>
internal sealed record FilesToPublish(IReadOnlyDictionary<string, string>? Files, IReadOnlyDictionary<string, string>? Runs = null, string? Note = null);

/// <param name="Changes">One line per definition; also the unchanged ones.</param>
/// <param name="Warnings">What is taken but costs.</param>
internal sealed record AppliedView(IReadOnlyList<DefinitionChange> Changes, IReadOnlyList<WarningView> Warnings);

/// <param name="Line">1-based; 0 when it is about the whole set.</param>
internal sealed record WarningView(string Code, string File, int Line, string Path, string Message)
{
    public static WarningView From(Warning warning) => new(warning.Code, warning.File, warning.Line, warning.Path, warning.Message);
}
