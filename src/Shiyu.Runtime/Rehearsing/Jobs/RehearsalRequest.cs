namespace Shiyu.Runtime.Rehearsing.Jobs;

/// <summary>What to rehearse on a server's own log.</summary>
/// <param name="From">A date value in the workspace's zone; null from the beginning on.</param>
/// <param name="To">A date value; the virtual clock runs up to it, also beyond now. Null: to the end of the log.</param>
/// <param name="Drafts">One, or two to compare.</param>
/// <param name="Slot">Messages of one slot are packed together.</param>
public sealed record RehearsalRequest(string? From, string? To, IReadOnlyList<RehearsalDraft> Drafts, TimeSpan Slot);

/// <summary>The definitions in force, with some replaced, added or left out; or what was live, as it changed.</summary>
/// <param name="Files">Path → text; each takes the place of the definition of the same kind and name, or is added. Empty: the definitions in force.</param>
/// <param name="Without">Definitions in force that are left out, as <c>kind/name</c>.</param>
/// <param name="AsLive">Instead of all this: the definitions, pauses, learned values and stops that were live, each from its place in the log on.</param>
public sealed record RehearsalDraft(string? Title, IReadOnlyDictionary<string, byte[]> Files, IReadOnlyList<string> Without, bool AsLive = false);
