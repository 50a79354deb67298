using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>By what a recording is decided.</summary>
/// <param name="Plan">In force from the first fact on; with <paramref name="Live"/> only until the first change of definitions in the log.</param>
/// <param name="Definitions">Whose zone the stretch and the report are in, and whose names of events a file is read by.</param>
/// <param name="Live">The definitions, pauses, learned values and stops that were live, each from its place in the log on; null where others stand in for them.</param>
internal sealed record RehearsedDefinitions(Plan Plan, DefinitionSet Definitions, PlanLibrary? Live)
{
    public ZoneTable Zone => ZoneTables.Get(Definitions.Workspace.TimeZone)!;

    /// <summary>One set of definitions from the first fact on. Pauses, values and stops of the past are not theirs: nothing is paused or stopped, and priority decides.</summary>
    public static RehearsedDefinitions Of(DefinitionSet set, bool requireContact = false) =>
        new(Plan.Compile(set, ZoneTables.Get(set.Workspace.TimeZone)!, requireContact), set, null);

    /// <summary>What was live, as it changed.</summary>
    public static RehearsedDefinitions AsLive(PlanLibrary live) => new(PlanVersion.Empty.Plan, live.Newest.Plan.Definitions, live);
}
