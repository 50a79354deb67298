using System.Collections.Immutable;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Sops;

/// <summary>Which versions of SOPs a plan holds beside the definitions in force: those that runs may still be finishing on.</summary>
/// <param name="Numbers">The number of each SOP's version in force; 1 where it is missing.</param>
/// <param name="Older">Of any SOP, also of one that is in force no more: its runs go on, and nobody enters.</param>
public sealed record SopVersions(IReadOnlyDictionary<string, int> Numbers, ImmutableArray<OlderSop> Older)
{
    /// <summary>Definitions that never had another version, as in a rehearsal.</summary>
    public static readonly SopVersions First = new(new Dictionary<string, int>(), []);
}

/// <summary>A version that was replaced. Only its runs, exits, goals and steps count; it starts none.</summary>
public sealed record OlderSop(int Version, SopDefinition Definition);
