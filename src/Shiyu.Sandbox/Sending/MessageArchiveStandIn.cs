using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shiyu.Sandbox.Sending;

/// <summary>
/// Stands for the paid message archive (会话内容存档). WeCom reports no customer's reply by callback; a corp that has the archive reads replies
/// there and brings them in as <c>message.received</c> through <c>POST /api/events</c>. This part does exactly that and nothing else.
/// </summary>
internal sealed class MessageArchiveStandIn(SandboxOptions options, HttpClient http, TimeProvider wall, ILogger<MessageArchiveStandIn> log)
    : Courier<ArchivedReply>("Message archive", 1, http, wall, log)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override HttpRequestMessage Request(IReadOnlyList<ArchivedReply> batch)
    {
        var reply = batch[0];
        var body = new JsonObject
        {
            ["id"] = reply.Id, ["name"] = "message.received", ["occurredAt"] = ShopTracker.Stamp(reply.At),
            ["identities"] = new JsonObject { ["external_userid"] = reply.ExternalUserId },
            ["properties"] = new JsonObject { ["member"] = reply.Member, ["text"] = reply.Text },
        };
        return new HttpRequestMessage(HttpMethod.Post, new Uri(options.Server!, "/api/events"))
        {
            Content = new StringContent(body.ToJsonString(Plain), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.AdminKey) },
        };
    }
}

/// <summary>One message of a customer to a member.</summary>
internal sealed record ArchivedReply(string Id, DateTimeOffset At, string ExternalUserId, string Member, string Text);
