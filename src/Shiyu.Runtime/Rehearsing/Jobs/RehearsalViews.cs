using Shiyu.Runtime.Rehearsing.Reporting;

namespace Shiyu.Runtime.Rehearsing.Jobs;

/// <param name="State"><c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Progress">0 to 1, over all drafts.</param>
/// <param name="StartedAt">ISO 8601, business time.</param>
/// <param name="Error">Why it failed; null otherwise.</param>
public sealed record RehearsalView(
    string Id, string State, double Progress, string StartedAt, string? From, string? To, IReadOnlyList<RehearsedDraftView> Drafts, string? Error);

/// <param name="Definitions">What it replaces or adds, as <c>kind/name</c>.</param>
/// <param name="Report">Null until all of it is done; not in lists.</param>
public sealed record RehearsedDraftView(string Title, IReadOnlyList<string> Definitions, RehearsalReport? Report);

/// <summary>A customer behind a number.</summary>
/// <param name="Times">How often it counts.</param>
/// <param name="Saved">Messages that early ends saved.</param>
/// <param name="FirstAt">ISO 8601.</param>
public sealed record RehearsedCustomerView(string Customer, string? Name, long Times, long Saved, string FirstAt);
