using System.Text.Json.Nodes;

namespace Shiyu.Sandbox.Corp;

/// <summary>One message as it stands in a customer's chat: the list that shows duplicates.</summary>
/// <param name="Kind"><c>welcome</c> or <c>mass</c>.</param>
/// <param name="MsgId">The mass task; null for a welcome.</param>
internal sealed record DeliveredMessage(
    long Number, DateTimeOffset At, string Member, string ExternalUserId, string Kind, string? MsgId, string Text, JsonArray Attachments);
