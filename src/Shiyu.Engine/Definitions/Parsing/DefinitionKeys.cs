using System.Collections.Immutable;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>The keys that each mapping of a definition file may have. The published JSON Schema has the same, and a test compares them.</summary>
internal static class DefinitionKeys
{
    public static readonly ImmutableArray<string> Workspace = ["workspace", "title", "time_zone", "salt", "welcome", "quiet_hours", "caps", "quota", "holdout", "value", "guardrail", "member_load", "unconfirmed"];
    public static readonly ImmutableArray<string> QuietHours = ["from", "to"];
    public static readonly ImmutableArray<string> Caps = ["day", "week", "gap"];
    public static readonly ImmutableArray<string> Quota = ["per", "days", "count"];
    public static readonly ImmutableArray<string> Value = ["lifetime", "segments", "enough", "within", "prior"];
    public static readonly ImmutableArray<string> Prior = ["convert", "delete", "weight"];
    public static readonly ImmutableArray<string> Guardrail = ["deletions", "within", "confidence"];
    public static readonly ImmutableArray<string> MemberLoad = ["messages", "tasks"];
    public static readonly ImmutableArray<string> Unconfirmed = ["remind", "remake", "select"];
    public static readonly ImmutableArray<string> Group = ["group", "title", "kind", "tags"];
    public static readonly ImmutableArray<string> Tag = ["tag", "title", "when", "hold"];
    public static readonly ImmutableArray<string> Audience = ["audience", "title", "when"];
    public static readonly ImmutableArray<string> Material = ["material", "title", "text", "link"];
    public static readonly ImmutableArray<string> Link = ["title", "url", "description", "picture"];
    public static readonly ImmutableArray<string> Dictionary = ["dictionary", "title", "events"];

    public static readonly ImmutableArray<string> Sop =
    [
        "sop", "title", "trigger", "when", "anchor", "exit", "goal", "window", "stay", "reentry", "lateness", "class", "priority", "margin",
        "holdout", "pace", "sender", "steps",
    ];

    public static readonly ImmutableArray<string> Sender = ["member"];

    public static readonly ImmutableArray<string> Trigger = ["tag", "event", "where", "audience", "date", "cohort", "title"];
    public static readonly ImmutableArray<string> Anchor = ["attribute", "yearly", "property", "date", "lunar", "cohort", "title"];
    public static readonly ImmutableArray<string> BranchArm = ["when", "then", "title"];
    public static readonly ImmutableArray<string> Calendar = ["calendar", "title", "holidays", "workdays", "cohorts"];
    public static readonly ImmutableArray<string> Holiday = ["on", "from", "to", "title"];

    public static readonly ImmutableArray<string> Step =
    [
        "id", "title", "at", "when", "late", "expires", "defer", "avoid", "split", "end", "send", "material", "task", "due", "tag", "untag", "set", "wait",
        "for", "then", "else", "branch", "invite", "remove", "call", "body", "start",
    ];

    /// <summary>Every key that a condition may have, whatever its form.</summary>
    public static readonly ImmutableArray<string> Condition =
    [
        "all", "any", "not", "attribute", "tag", "for", "event", "where", "within", "since", "count", "sum", "max", "min", "avg", "distinct",
        "last", "first", "sequence", "horizon", "unanswered", "by", "contact", "state", "audience", "title", .. Comparisons,
    ];

    public static ImmutableArray<string> Comparisons =>
    [
        "is", "is_not", "in", "not_in", "at_least", "more_than", "at_most", "less_than", "contains", "starts_with", "exists", "before",
        "after", "in_next", "in_last", "yearly",
    ];

    public static readonly ImmutableArray<string> NumberComparisons =
        ["is", "is_not", "in", "not_in", "at_least", "more_than", "at_most", "less_than"];

    public static readonly ImmutableArray<string> EventElement = ["event", "where", "title"];
}
