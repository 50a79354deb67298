using System.Collections.Immutable;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Arbitration;

/// <summary>Two or more messages that wanted one slot of a customer: in the order in which they were tried, with what came of each.</summary>
/// <param name="WonBy">Why the first that went stood before the one behind it; null where none went, or none was behind it.</param>
/// <param name="Segment">The segment that the customer was in; empty for none.</param>
/// <param name="LearnedAt">When the values that were looked at were learned; null where none were.</param>
public sealed record SlotContest(WonBy? WonBy, string Segment, Instant? LearnedAt, ImmutableArray<RankedContender> Contenders)
{
    public bool Equals(SlotContest? other) => other is not null && (WonBy, Segment, LearnedAt) == (other.WonBy, other.Segment, other.LearnedAt) && Contenders.SequenceEqual(other.Contenders);

    public override int GetHashCode() => HashCode.Combine(WonBy, Contenders.Length);
}

/// <summary>One of the messages of a contest.</summary>
/// <param name="Material">What would go out.</param>
/// <param name="Value">What it was expected to be worth; null where that is not known.</param>
/// <param name="Reason">Null when it went.</param>
/// <param name="LostTo"><c>SOP/STEP</c> of the message that took the slot; null for other reasons.</param>
/// <param name="Until">When a deferred message is tried again; null for all others.</param>
public sealed record RankedContender(
    string Sop, string Step, string Material, MessageClass Class, int Priority, MessageValue? Value, StepOutcome Outcome, StepReason? Reason, string? LostTo, Instant? Until)
{
    /// <summary>The reason in the language's words; null when it went.</summary>
    public string? ReasonText => Words.Of(Reason, LostTo);
}

/// <summary>What put one contender before the next: the first of these in which the two differ.</summary>
public enum WonBy : byte { Class, Value, Priority, Name }
