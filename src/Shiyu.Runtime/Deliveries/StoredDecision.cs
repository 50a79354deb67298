using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Engine;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Deliveries;

/// <summary>How a message was decided, as its delivery keeps it. The names are stored: never change them.</summary>
/// <param name="Arm">The arm that was drawn; null without a split.</param>
/// <param name="Propensity">The chance with which it was drawn; null without a split.</param>
internal sealed record StoredDecision(string? Arm, double? Propensity, StoredContest? Contest)
{
    /// <summary>Null where there was nothing to decide.</summary>
    public static StoredDecision? Of(Effect.StepDecided step) => step is { Contest: null, ArmName: null }
        ? null
        : new StoredDecision(
            step.ArmName, step.Propensity is { } share ? (double)share.Parts / Share.Whole : null, step.Contest is { } contest ? StoredContest.Of(contest) : null);

    public static StoredDecision? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, StoredDecisionJson.Default.StoredDecision);

    public string Write() => JsonSerializer.Serialize(this, StoredDecisionJson.Default.StoredDecision);
}

/// <param name="WonBy">Why the winner stood before the next; null where none went, or none was behind it.</param>
/// <param name="LearnedAtMs">When the values that were looked at were learned; null where none were.</param>
internal sealed record StoredContest(string? WonBy, string Segment, long? LearnedAtMs, IReadOnlyList<StoredContender> Contenders)
{
    public static StoredContest Of(SlotContest contest) => new(
        contest.WonBy is { } wonBy ? Words.Of(wonBy) : null, contest.Segment, contest.LearnedAt?.UnixMs,
        [.. contest.Contenders.Select(each => new StoredContender(
            each.Sop, each.Step, each.Material, Words.Of(each.Class), each.Priority, each.Value, Words.Of(each.Outcome), each.ReasonText, each.Until?.UnixMs))]);
}

/// <param name="UntilMs">Unix ms, business time.</param>
internal sealed record StoredContender(
    string Sop, string Step, string Material, string Class, int Priority, MessageValue? Value, string Outcome, string? Reason, long? UntilMs);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredDecision))]
internal sealed partial class StoredDecisionJson : JsonSerializerContext;
