using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Shiyu.Bench;

/// <summary>Events of a shop, from a fixed seed: mostly looking, some carts, few orders; spread over 30 days in order of time.</summary>
internal sealed class BenchEvents(int customers, int events, DateTimeOffset end)
{
    private static readonly string[] Categories = ["tea", "cups", "gift", "snacks", "kettles"];
    private static readonly TimeSpan Span = TimeSpan.FromDays(30);

    private readonly Random _random = new(20260301);

    /// <param name="Properties">JSON object.</param>
    public readonly record struct One(string Id, int Customer, string SegmentName, string Name, DateTimeOffset At, string Properties);

    public IEnumerable<One> All()
    {
        var start = end - Span;
        for (var i = 0; i < events; i++)
        {
            // A few customers are busy and many are not.
            var customer = (int)(customers * Math.Pow(_random.NextDouble(), 2));
            var at = start + Span * ((double)i / events);
            var product = _random.Next(400);
            var category = Categories[product % Categories.Length];
            var price = 20 + product % 90 + 0.5m * (product % 2);
            var (segment, name, properties) = _random.Next(100) switch
            {
                < 55 => ("Product Viewed", "product.viewed", Product()),
                < 75 => ("Page Viewed", "page.viewed", $$"""{"path":"/goods/{{product}}","title":"商品详情","referrer":"https://shop.example.com/"}"""),
                < 88 => ("Product Added", "cart.added", Product()),
                < 93 => ("Order Completed", "order.paid", string.Create(CultureInfo.InvariantCulture, $$"""{"order_id":"o{{i}}","total":{{price * 3}},"currency":"CNY","coupon":"spring","items":3}""")),
                < 97 => ("Coupon Claimed", "coupon.claimed", """{"coupon":"spring","channel":"mini"}"""),
                _ => ("Link Clicked", "link.clicked", """{"material":"spring-1","position":2}"""),
            };
            yield return new One($"bench-{i:D8}-7f3a-4c1e", customer, segment, name, at, properties);

            string Product() => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"product_id":"p{{product}}","category":"{{category}}","name":"明前龙井 {{product}} 号","price":{{price}},"quantity":1,"currency":"CNY"}""");
        }
    }

    /// <summary>The same as bodies of <c>POST /v1/batch</c>, made before the clock starts.</summary>
    public List<byte[]> SegmentBodies(int batch)
    {
        var bodies = new List<byte[]>();
        var buffer = new ArrayBufferWriter<byte>(batch * 400);
        foreach (var chunk in All().Chunk(batch))
        {
            buffer.Clear();
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                json.WriteStartObject();
                json.WriteStartArray("batch");
                foreach (var one in chunk)
                {
                    json.WriteStartObject();
                    json.WriteString("timestamp", one.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                    json.WriteString("type", "track");
                    json.WriteString("event", one.SegmentName);
                    json.WriteString("userId", $"u{one.Customer}");
                    json.WritePropertyName("properties");
                    json.WriteRawValue(one.Properties);
                    json.WriteString("messageId", one.Id);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
                json.WriteEndObject();
            }
            bodies.Add(buffer.WrittenSpan.ToArray());
        }
        return bodies;
    }

    /// <summary>What one event weighs in the log, for the baseline: its part of a body and the row's small header.</summary>
    public static int BodyBytes(IReadOnlyList<byte[]> bodies, int events) => (int)(bodies.Sum(body => (long)body.Length) / events) + 55;

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
