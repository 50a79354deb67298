using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Engine;
using Shiyu.Engine.Arbitration;

namespace Shiyu.Runtime.Deliveries;

/// <summary>How a message was decided, as its delivery keeps it. The names are stored: never change them.</summary>
internal sealed record StoredDecision(StoredContest? Contest)
{
    /// <summary>Null where there was nothing to decide.</summary>
    public static StoredDecision? Of(Effect.StepDecided step) => step.Contest is { } contest ? new StoredDecision(StoredContest.Of(contest)) : null;

    public static StoredDecision? Read(string? json) => json is null ? null : JsonSerializer.Deserialize(json, StoredDecisionJson.Default.StoredDecision);

    public string Write() => JsonSerializer.Serialize(this, StoredDecisionJson.Default.StoredDecision);
}

/// <param name="WonBy">Why the winner stood before the next; null where none went, or none was behind it.</param>
internal sealed record StoredContest(string? WonBy, IReadOnlyList<StoredContender> Contenders)
{
    public static StoredContest Of(SlotContest contest) => new(
        contest.WonBy is { } wonBy ? Words.Of(wonBy) : null,
        [.. contest.Contenders.Select(each => new StoredContender(
            each.Sop, each.Step, each.Material, Words.Of(each.Class), each.Priority, Words.Of(each.Outcome), each.ReasonText, each.Until?.UnixMs))]);
}

/// <param name="UntilMs">Unix ms, business time.</param>
internal sealed record StoredContender(
    string Sop, string Step, string Material, string Class, int Priority, string Outcome, string? Reason, long? UntilMs);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredDecision))]
internal sealed partial class StoredDecisionJson : JsonSerializerContext;
