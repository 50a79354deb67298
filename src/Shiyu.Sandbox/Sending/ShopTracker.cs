using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Sending;

/// <summary>The shop's tracking: what customers do in the mini-shop goes out through Segment's HTTP API in batches.</summary>
internal sealed class ShopTracker(SandboxOptions options, BusinessTime time, HttpClient http, TimeProvider wall, ILogger<ShopTracker> log)
    : Courier<JsonObject>("Shop tracking", 100, http, wall, log)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    protected override HttpRequestMessage Request(IReadOnlyList<JsonObject> batch)
    {
        var body = new JsonObject
        {
            ["batch"] = new JsonArray([.. batch.Select(message => message.DeepClone())]),
            // The phones of the town keep business time; it changes with every attempt, as the SDKs do it.
            ["sentAt"] = Stamp(time.Now),
        };
        return new HttpRequestMessage(HttpMethod.Post, new Uri(options.Server!, "/v1/batch"))
        {
            Content = new StringContent(body.ToJsonString(Plain), Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(options.WriteKey + ":"))) },
        };
    }
}
