using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shiyu.Runtime.Deliveries;

namespace Shiyu.Server.Webhooks;

/// <summary>What a webhook gets: which step of which SOP it is about, for whom, and the step's body or message.</summary>
internal static class WebhookPayload
{
    private static readonly JsonWriterOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(ReadyWebhook ready)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, s_readable))
        {
            var delivery = ready.Delivery;
            json.WriteStartObject();
            json.WriteString("type", delivery.Kind == "call" ? "sop.call" : "sop.message");
            json.WriteString("timestamp", DateTimeOffset.FromUnixTimeMilliseconds(delivery.PlannedAtMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteStartObject("data");
            json.WriteString("delivery", ready.Id);
            json.WriteString("sop", delivery.Sop);
            json.WriteString("run", ready.Run);
            json.WriteString("step", delivery.Step);
            json.WriteString("customer", ready.Customer);
            json.WriteStartArray("identities");
            foreach (var (kind, value) in ready.Identities)
            {
                json.WriteStartObject();
                json.WriteString("kind", kind);
                json.WriteString("value", value);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            if (ready.Content is { } content) WriteMessage(json, delivery.Content, content);
            else if (delivery.Content.Length > 0)
            {
                json.WritePropertyName("body");
                json.WriteRawValue(delivery.Content);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, string material, RenderedMaterial content)
    {
        json.WriteStartObject("message");
        json.WriteString("material", material);
        json.WriteString("text", content.Text);
        if (content.Link is { } link)
        {
            json.WriteStartObject("link");
            json.WriteString("title", link.Title);
            json.WriteString("url", link.Url);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
