using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Rehearsing.Reporting;

/// <summary>One decision as a report counts it: what stands behind its numbers.</summary>
/// <param name="Day">Days since 1970-01-01 in the workspace's zone.</param>
/// <param name="Member">Of direct messages: through whom; empty where there is nobody.</param>
/// <param name="Outcome">Of messages and other steps; <c>holdout</c> of entries that go silently.</param>
/// <param name="Other">The other SOP of a conflict.</param>
/// <param name="Saved">Messages that an early end saved.</param>
internal readonly record struct Figure(
    FigureKind Kind, int Customer, Instant At, int Day, string Sop, string? Step = null, string? Member = null, string? Material = null,
    string? Outcome = null, string? Reason = null, string? Other = null, int Saved = 0);

/// <summary>Lost: a message's slot went to another SOP's.</summary>
internal enum FigureKind : byte { Entry, Message, Task, Step, End, Forgotten, Overlap, Lost }
