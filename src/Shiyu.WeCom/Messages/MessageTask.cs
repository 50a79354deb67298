using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shiyu.WeCom.Messages;

/// <summary>One mass-message task of WeCom: one member, one content, many customers. Written down before WeCom is asked for it.</summary>
/// <param name="Key">Ours; sorts by creation.</param>
/// <param name="CreatedAtMs">Business time, as WeCom's own dates.</param>
/// <param name="BegunAtMs">Wall time of the request.</param>
/// <param name="Msgid">WeCom's id, once known.</param>
/// <param name="Listings">Complete listings without a match, begun after the wait.</param>
/// <param name="Candidates">More than one task at WeCom fits: a person decides among these.</param>
/// <param name="Polls">How often the result was asked for.</param>
/// <param name="NextPollAtMs">Business time.</param>
/// <param name="ConfirmedAtMs">Business time at which the member's confirmation was seen.</param>
/// <param name="UnansweredAtMs">Wall time at which the request ended without an answer: until then WeCom could take it. Unknown after a crash.</param>
/// <param name="Select">Whether the member may leave customers out.</param>
/// <param name="RemindedAtMs">When the member was reminded, business time, oldest first; of the last day.</param>
/// <param name="Exits">Customers who left their run before the confirmation, and are marked so.</param>
/// <param name="ToldExits">How many of those the member was told of.</param>
/// <param name="Withdrawing">Being taken back because its customers have left; until WeCom has said that it is gone, it may still be confirmed.</param>
/// <param name="WeComAtMs">When it was begun by WeCom's own clock, as far as its answers had told; null where they had not.</param>
public sealed record MessageTask(
    string Key, string Member, MessageContent Content, int Customers, MessageTaskState State, long CreatedAtMs, long BegunAtMs, string? Msgid = null,
    int Listings = 0, IReadOnlyList<string>? Candidates = null, int Polls = 0, long NextPollAtMs = 0, long? ConfirmedAtMs = null, string? Reason = null,
    long? UnansweredAtMs = null, bool Select = false, IReadOnlyList<long>? RemindedAtMs = null, int Exits = 0, int ToldExits = 0, bool Withdrawing = false,
    long? WeComAtMs = null)
{
    internal const string Collection = "wecom.task";
    internal const string DoneCollection = "wecom.task.done";
    internal const string RecipientCollection = "wecom.task.recipients";

    /// <summary>At most one unsettled task stands for this.</summary>
    [JsonIgnore]
    public string MemberAndContent => $"{Member}/{Content.Hash}";

    /// <summary>Whether it is unknown that WeCom has it.</summary>
    [JsonIgnore]
    public bool IsUnsettled => State is MessageTaskState.Sending or MessageTaskState.Uncertain or MessageTaskState.Ambiguous;

    /// <summary>Whether the member can still confirm it, as far as is known.</summary>
    [JsonIgnore]
    public bool IsUnconfirmed => State == MessageTaskState.Queued && ConfirmedAtMs is null;

    internal static MessageTask Read(byte[] stored) => JsonSerializer.Deserialize(stored, MessageJson.Default.MessageTask)!;

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, MessageJson.Default.MessageTask);
}

/// <summary>
/// sending → queued → done, while all goes well; sending → uncertain → queued, or sent again as a new task, or ambiguous where a person must decide.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageTaskState>))]
public enum MessageTaskState
{
    /// <summary>Written down, request under way. Found at a start, it is uncertain.</summary>
    Sending,

    /// <summary>WeCom may have taken it.</summary>
    Uncertain,

    /// <summary>More than one task at WeCom fits.</summary>
    Ambiguous,

    /// <summary>WeCom has it; the member is asked to confirm.</summary>
    Queued,

    /// <summary>Every customer's outcome is known, or no more is asked.</summary>
    Done,
}

/// <summary>One customer of a task.</summary>
/// <param name="Delivery">The delivery's sequence.</param>
internal sealed record Recipient(long Delivery, string ExternalUserId);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageTask))]
[JsonSerializable(typeof(List<Recipient>))]
[JsonSerializable(typeof(List<Outcome>))]
internal sealed partial class MessageJson : JsonSerializerContext;
