using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>By what a recording is decided.</summary>
/// <param name="Plan">In force from the first fact on, until the first of <paramref name="Versions"/>.</param>
/// <param name="Definitions">Whose zone the stretch and the report are in, and whose names of events a file is read by.</param>
/// <param name="Versions">What comes in its place, each from its position in the log on; null for a file, whose events have none.</param>
internal sealed record RehearsedDefinitions(Plan Plan, DefinitionSet Definitions, PlanLibrary? Versions)
{
    public ZoneTable Zone => ZoneTables.Get(Definitions.Workspace.TimeZone)!;

    /// <summary>One set of definitions from the first event of a file on: nothing is paused, nothing learned and nothing stopped.</summary>
    public static RehearsedDefinitions Of(DefinitionSet set, bool requireContact) =>
        new(Plan.Compile(set, ZoneTables.Get(set.Workspace.TimeZone)!, requireContact), set, null);

    /// <summary>One set of definitions from the first fact of a log on, with the learned values and the stops that came in the log. The pauses of the past are not theirs.</summary>
    public static RehearsedDefinitions InsteadOf(PlanLibrary live, IReadOnlyDictionary<string, byte[]> files)
    {
        var versions = live.With(files);
        return new RehearsedDefinitions(versions.First.Plan, versions.First.Plan.Definitions, versions);
    }

    /// <summary>What was live, as it changed.</summary>
    public static RehearsedDefinitions AsLive(PlanLibrary live) => new(live.First.Plan, live.Newest.Plan.Definitions, live);
}
