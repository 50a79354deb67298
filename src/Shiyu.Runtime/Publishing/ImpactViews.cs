using Shiyu.Engine.Definitions;

namespace Shiyu.Runtime.Publishing;

/// <summary>What a publication would do, computed on the states as they stand.</summary>
/// <param name="Refusals">When not empty nothing could be published.</param>
/// <param name="Definitions">What would be in force; null when nothing could be published.</param>
public sealed record PreviewedDefinitions(
    IReadOnlyList<Refusal> Refusals, IReadOnlyList<Warning> Warnings, IReadOnlyList<DefinitionChange> Changes, ImpactView? Impact, DefinitionSet? Definitions);

/// <summary>
/// What would change for customers. Messages and tasks are compared with what comes without the publication, both as far as <paramref name="Until"/>, if nothing
/// happens meanwhile: waits run out, and whatever time alone does is done.
/// </summary>
/// <param name="At">As of when.</param>
/// <param name="Customers">How many customers were looked at: those whom the publication can touch.</param>
/// <param name="Sops">Those that change, and those whose messages move because others do.</param>
/// <param name="Tags">Those that customers would enter or leave at once.</param>
/// <param name="Shifts">The first of each kind and SOP; the counts are of all.</param>
/// <param name="Cuts">The first of each SOP and reason.</param>
public sealed record ImpactView(
    string At, string Until, long Customers, IReadOnlyList<SopImpact> Sops, IReadOnlyList<TagImpact> Tags, IReadOnlyList<ShiftView> Shifts, IReadOnlyList<CutView> Cuts);

/// <param name="Change"><c>added</c>, <c>changed</c>, <c>removed</c> or <c>unchanged</c>.</param>
/// <param name="Runs">What becomes of its runs: <c>pin</c>, <c>migrate</c> or <c>drain</c>; null where nothing is replaced.</param>
/// <param name="FromVersion">The version in force; null where there is none.</param>
/// <param name="ToVersion">The version that would be published; null where it is taken away.</param>
/// <param name="Going">Runs that go now, by whatever version.</param>
/// <param name="Stay">Of those: they go on by the version that they go by now.</param>
/// <param name="Move">They go on in the new version.</param>
/// <param name="Cut">They end at once, by reason.</param>
/// <param name="Closed">Nobody would enter before the runs that stay have ended.</param>
/// <param name="Messages">Messages and tasks to come.</param>
public sealed record SopImpact(
    string Sop, string? Title, string Change, string? Runs, int? FromVersion, int? ToVersion, long Going, long Stay, long Move, IReadOnlyDictionary<string, long> Cut,
    bool Closed, MessageImpact Messages);

/// <param name="Gone">They would not come any more.</param>
/// <param name="Added">They would come only then.</param>
public sealed record MessageImpact(long Same, long Earlier, long Later, long Gone, long Added);

/// <param name="Tag"><c>GROUP/TAG</c>.</param>
public sealed record TagImpact(string Tag, string? Title, long Enter, long Leave);

/// <summary>One message or task of one customer that would come at another time, not any more, or only then.</summary>
/// <param name="Kind"><c>earlier</c>, <c>later</c>, <c>gone</c> or <c>added</c>.</param>
public sealed record ShiftView(string Customer, string? Name, string Sop, string Step, string? StepTitle, string Kind, string? Before, string? After);

/// <summary>One run that would end at once.</summary>
/// <param name="Step">The step that comes next without the publication; null where none does.</param>
/// <param name="Reason">As of an ended run; <c>withdrawn</c>: it has no place in the new version, or there is none.</param>
public sealed record CutView(string Customer, string? Name, string Sop, int Version, string? Step, string Reason);
