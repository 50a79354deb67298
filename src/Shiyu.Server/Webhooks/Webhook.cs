using System.Text.Json.Serialization;

namespace Shiyu.Server.Webhooks;

/// <summary>Where a webhook's requests go, and what they are signed with.</summary>
/// <param name="Secret">The key itself, without its prefix and encoding.</param>
internal sealed record Webhook(string Name, Uri Url, byte[] Secret);

/// <summary>A webhook as it is stored: the secret encrypted with the data folder's key ring.</summary>
internal sealed record KeptWebhook(string Url, byte[] Secret);

[JsonSerializable(typeof(KeptWebhook))]
[JsonSerializable(typeof(WebhookTry))]
[JsonSerializable(typeof(DeadLetter))]
internal sealed partial class WebhookRecordsJson : JsonSerializerContext;
