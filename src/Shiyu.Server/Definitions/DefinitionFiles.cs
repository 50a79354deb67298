using Shiyu.Engine.Definitions;
using Shiyu.Runtime;

namespace Shiyu.Server.Definitions;

/// <param name="Files">Path → text, as applied.</param>
internal sealed record DefinitionFiles(IReadOnlyDictionary<string, string>? Files);

/// <param name="Changes">One line per definition; also the unchanged ones.</param>
/// <param name="Warnings">What is taken but costs.</param>
internal sealed record AppliedView(IReadOnlyList<DefinitionChange> Changes, IReadOnlyList<WarningView> Warnings);

/// <param name="Line">1-based; 0 when it is about the whole set.</param>
internal sealed record WarningView(string Code, string File, int Line, string Path, string Message)
{
    public static WarningView From(Warning warning) => new(warning.Code, warning.File, warning.Line, warning.Path, warning.Message);
}
