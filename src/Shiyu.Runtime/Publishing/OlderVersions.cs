using Shiyu.Engine.Definitions;
using Shiyu.Engine.Definitions.Parsing;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Publishing;

/// <summary>What older versions of SOPs, on which runs finish, name and the definitions beside them do not know any more.</summary>
internal static class OlderVersions
{
    public static IEnumerable<Warning> Warnings(PlanVersion version)
    {
        foreach (var (sop, numbers) in version.Ledger.Older)
            foreach (var number in numbers)
            {
                var file = version.SopVersion(sop, number)!;
                foreach (var (line, path, what) in DefinitionParser.Unknown(new DefinitionFile(file.Path, DefinitionReader.Tree(file.Path, file.Bytes)), version.Plan.Definitions))
                    yield return new Warning(
                        WarningCodes.OlderVersionMisses, file.Path, line, path,
                        $"version {number} of the SOP '{sop}', on which runs finish, names {what}, which is there no more: it holds for nobody, and does nothing");
            }
    }
}
