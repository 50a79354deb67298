namespace Shiyu.Server.Rehearsals;

/// <param name="From">A date or time in the workspace's zone; null from the beginning on.</param>
/// <param name="To">Null: to the end of the log. The virtual clock also runs up to a time ahead, at most a year.</param>
/// <param name="Drafts">One, or two to compare.</param>
/// <param name="SlotSeconds">Messages of one slot are packed together; null as the server sends them.</param>
internal sealed record RehearsalRequestBody(string? From, string? To, IReadOnlyList<RehearsedDraftBody>? Drafts, int? SlotSeconds);

/// <summary>The definitions in force, with some replaced, added or left out; or what was live, as it changed.</summary>
/// <param name="Files">Path → text; each takes the place of the definition of the same kind and name, or is added. None: the definitions in force.</param>
/// <param name="Without">Definitions in force that are left out, as <c>kind/name</c>, for example <c>sop/welcome</c>.</param>
/// <param name="AsLive">Instead of all this: what was live, as it changed, with its pauses; the decisions that were taken come out.</param>
internal sealed record RehearsedDraftBody(string? Title, IReadOnlyDictionary<string, string>? Files, IReadOnlyList<string>? Without, bool? AsLive = null);
