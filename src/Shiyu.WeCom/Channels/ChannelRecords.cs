using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shiyu.WeCom.Channels;

/// <summary>A code as it is kept: what the operator wants, and how far WeCom is told.</summary>
/// <param name="ConfigId">WeCom's id; null while WeCom has none.</param>
/// <param name="QrCode">The address of WeCom's picture.</param>
/// <param name="Applied">Who stands on it at WeCom, by name.</param>
/// <param name="AppliedSettings">What else WeCom was told; see <see cref="Settings"/>.</param>
/// <param name="AttemptedAtMs">When making it was tried and went unanswered, business time: WeCom may have it.</param>
/// <param name="Refused">Members that WeCom refuses on it.</param>
/// <param name="Fault">What keeps WeCom from being told; null when nothing does.</param>
/// <param name="RemovedAtMs">When the operator took it away; its figures stay.</param>
internal sealed record ChannelRecord(
    ChannelCode Code, long CreatedAtMs, string? ConfigId = null, string? QrCode = null, IReadOnlyList<string>? Applied = null, string? AppliedSettings = null,
    long? AttemptedAtMs = null, IReadOnlyDictionary<string, RefusedMember>? Refused = null, ChannelFault? Fault = null, long? RemovedAtMs = null)
{
    [JsonIgnore]
    public string Settings => $"{(Code.SkipVerify ? "skip" : "ask")} {Code.Title}";
}

/// <summary>A member that WeCom refuses on a code. It tells nobody when that ends, so the member is tried again then.</summary>
/// <param name="UntilMs">Wall time.</param>
internal sealed record RefusedMember(int Errcode, long UntilMs);

/// <param name="Errcode">Null when WeCom gave no answer.</param>
/// <param name="AtMs">Wall time.</param>
/// <param name="TryAgainAtMs">Wall time.</param>
internal sealed record ChannelFault(int? Errcode, string Text, long AtMs, long TryAgainAtMs, int Failures);

/// <summary>What one customer did that channels are measured by.</summary>
internal sealed class ChannelCustomer
{
    public List<ChannelContact> Contacts { get; init; } = [];

    /// <summary>Orders that no channel could claim yet: a merge may bring the add that came before them.</summary>
    public List<ChannelOrder> Unclaimed { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => Contacts.Count + Unclaimed.Count == 0;
}

/// <summary>The newest friendship between a customer and a member.</summary>
internal sealed class ChannelContact
{
    public required string Member { get; init; }

    /// <summary>Empty when it came by no channel.</summary>
    public required string Channel { get; init; }

    public required long AddedAtMs { get; init; }

    /// <summary>The member had to accept, and has not yet.</summary>
    public bool Waiting { get; set; }

    public long? EndedAtMs { get; set; }

    /// <summary>Has ordered since.</summary>
    public bool Bought { get; set; }
}

internal sealed record ChannelOrder(long AtMs, decimal Amount);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChannelRecord))]
[JsonSerializable(typeof(ChannelCounts))]
[JsonSerializable(typeof(ChannelCustomer))]
[JsonSerializable(typeof(ChannelDay))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(long))]
internal sealed partial class ChannelJson : JsonSerializerContext;
