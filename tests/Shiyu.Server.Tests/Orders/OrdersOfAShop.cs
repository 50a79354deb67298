using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shiyu.Server.Hosting;
using Shiyu.Server.Tests.Api;
using Shiyu.Server.Webhooks;
using Xunit;

namespace Shiyu.Server.Tests.Orders;

public sealed partial class OrdersOfAShop
{
    private const string Written = "whsec_c2hpeXUtb3JkZXJzLW9mLXRoZS10ZXN0LTAwMDE=";
    private const string Order = """{"order":"A-1","status":"paid","at":"2026-03-01T12:00:00+08:00","amount":"99.50","buyer":{"phone":"+86 138-0000-0000"},"items":[{"sku":"t1","quantity":2,"price":49.75}]}""";

    private static readonly byte[] Secret = WebhookSignature.ReadSecret(Written)!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Become_events_whose_money_keeps_its_digits()
    {
        await using var server = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, """{"accepted":1,"repeated":0,"rejected":[]}"""), await SendAsync(server, Order));

        var entry = Assert.Single(await EventsAsync(server, "phone:13800000000"));
        Assert.Equal("order.paid", entry.GetProperty("name").GetString());
        Assert.Equal(
            """{"order":"A-1","amount":99.50,"currency":"CNY","product":"t1","quantity":2,"skus":["t1"],"items":[{"sku":"t1","quantity":2,"price":49.75}]}""",
            entry.GetProperty("properties").GetRawText());
    }

    [Fact]
    public async Task Are_taken_once_however_often_and_under_whatever_id_they_are_sent()
    {
        await using var server = await StartAsync();
        await SendAsync(server, Order, id: "first");
        Assert.Equal("""{"accepted":0,"repeated":1,"rejected":[]}""", (await SendAsync(server, Order, id: "second")).Text);
        // Two refunds of one order are two parts of it; another state is another event.
        var refunds = $"[{Order.Replace("paid", "refunded").Replace("\"A-1\"", "\"A-1\",\"part\":\"r1\"")},{Order.Replace("paid", "refunded").Replace("\"A-1\"", "\"A-1\",\"part\":\"r2\"")}]";
        Assert.Equal("""{"accepted":2,"repeated":0,"rejected":[]}""", (await SendAsync(server, refunds)).Text);
    }

    [Fact]
    public async Task Are_signed_as_the_page_shows_with_openssl_and_curl()
    {
        await using var server = await StartAsync();
        var page = await File.ReadAllTextAsync(Path.Combine(Home.Find()!, "docs", "orders.md"), Stop);
        var script = Shell().Matches(page).Select(match => match.Groups[1].Value).Single(text => text.Contains("curl", StringComparison.Ordinal));
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            Environment = { ["SHIYU_URL"] = server.Anonymous.BaseAddress!.ToString().TrimEnd('/'), ["SHIYU_ORDERS_SECRET"] = Written }, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (output, error) = (bash.StandardOutput.ReadToEndAsync(Stop), bash.StandardError.ReadToEndAsync(Stop));
        await bash.WaitForExitAsync(Stop);
        Assert.Equal(("""{"accepted":1,"repeated":0,"rejected":[]}""", ""), (await output, await error));
        Assert.Contains("""{"accepted":1,"repeated":0,"rejected":[]}""", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bring_along_what_their_buyer_did_before_anyone_knew_who_it_was()
    {
        await using var server = await StartAsync();
        await TrackAsync(server, "track", """{"anonymousId":"visitor","event":"Product Viewed","messageId":"m1"}""");
        await SendAsync(server, Order);
        Assert.Single(await EventsAsync(server, "phone:13800000000"));

        await TrackAsync(server, "identify", """{"anonymousId":"visitor","traits":{"phone":"13800000000"},"messageId":"m2"}""");

        foreach (var name in new[] { "phone:13800000000", "anonymous_id:visitor" })
            Assert.Equal(["order.paid", "product.viewed", "profile.identified"], (await EventsAsync(server, name)).Select(entry => entry.GetProperty("name").GetString()!).Order());
    }

    [Theory]
    [InlineData("id", "intake.bad_signature")]
    [InlineData("timestamp", "intake.bad_signature")]
    [InlineData("signature", "intake.bad_signature")]
    [InlineData("body", "intake.bad_signature")]
    [InlineData("old", "intake.stale_signature")]
    [InlineData("ahead", "intake.stale_signature")]
    public async Task Are_refused_without_a_signature_of_now(string wrong, string code)
    {
        await using var server = await StartAsync();
        var at = DateTimeOffset.UtcNow.ToUnixTimeSeconds() + wrong switch { "old" => -400, "ahead" => 400, _ => 0 };
        using var request = Signed(Order, "x", at);
        if (wrong is "id" or "timestamp" or "signature")
            request.Headers.Remove($"webhook-{wrong}");
        if (wrong == "body")
            request.Content = new StringContent(Order.Replace("99.50", "9.50"));
        using var answer = await server.Anonymous.SendAsync(request, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.Equal((HttpStatusCode.Unauthorized, code), (answer.StatusCode, JsonElement.Parse(text).GetProperty("code").GetString()));
        Assert.Empty(JsonElement.Parse(await server.Admin.GetStringAsync("/api/intake/rejections", Stop)).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Are_not_taken_where_no_secret_is_set()
    {
        await using var server = await ServerUnderTest.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(server, Order)).Status);
    }

    [Theory]
    [InlineData("\"A-1\"", "null", "event.missing_order")]
    [InlineData("\"paid\"", "\"Paid\"", "event.bad_status")]
    [InlineData("\"99.50\"", "\"1,000\"", "event.bad_amount")]
    [InlineData("\"99.50\"", "-1", "event.bad_amount")]
    [InlineData("\"99.50\"", "1e2", "event.bad_amount")]
    [InlineData("\"99.50\"", "\"\\ud800\"", "event.bad_amount")]
    [InlineData("\"A-1\"", "\"\\ud800\"", "event.missing_order")]
    [InlineData("+86 138-0000-0000", "\\ud800", "event.bad_identity")]
    [InlineData("\"2026-03-01T12:00:00+08:00\"", "\"noon\"", "event.unreadable_time")]
    [InlineData("+86 138-0000-0000", "138****0000", "event.masked_phone")]
    [InlineData("\"phone\"", "\"telephone\"", "event.missing_identity")]
    [InlineData("\"t1\"", "\"\"", "event.bad_items")]
    [InlineData("\"quantity\":2", "\"quantity\":0", "event.bad_items")]
    [InlineData("\"items\"", "\"properties\"", "event.wrong_type")]
    public async Task Are_refused_one_by_one_with_the_reason(string good, string bad, string code)
    {
        await using var server = await StartAsync();
        var broken = Order.Replace(good, bad);
        var (status, text) = await SendAsync(server, $"[{Order.Replace("A-1", "B-1")},{broken}]");
        var rejected = Assert.Single(JsonElement.Parse(text).GetProperty("rejected").EnumerateArray());
        Assert.Equal((HttpStatusCode.OK, 1, code), (status, rejected.GetProperty("index").GetInt32(), rejected.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(server, broken)).Status);
        Assert.Contains(code, await server.Admin.GetStringAsync("/api/intake/rejections", Stop), StringComparison.Ordinal);
    }

    private static Task<ServerUnderTest> StartAsync() => ServerUnderTest.StartAsync(options => options with { OrdersSecret = Secret });

    private static HttpRequestMessage Signed(string body, string id, long at)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = new StringContent(body) };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{at}");
        request.Headers.Add("webhook-signature", $"v1,bm90IG91cnM= {WebhookSignature.Of(Secret, id, at, Encoding.UTF8.GetBytes(body))}");
        return request;
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(ServerUnderTest server, string body, string id = "x")
    {
        using var request = Signed(body, id, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        using var answer = await server.Anonymous.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static async Task TrackAsync(ServerUnderTest server, string call, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/{call}") { Content = new StringContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", Intake.IntakeHost.Basic(ServerUnderTest.WriteKey + ":"));
        using var answer = await server.Anonymous.SendAsync(request, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<List<JsonElement>> EventsAsync(ServerUnderTest server, string identity)
    {
        await server.FoldedAsync();
        var found = JsonElement.Parse(await server.Admin.GetStringAsync($"/api/customers?identity={Uri.EscapeDataString(identity)}", Stop));
        var customer = Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("id").GetString();
        var page = JsonElement.Parse(await server.Admin.GetStringAsync($"/api/customers/{customer}/timeline?kind=event", Stop));
        return [.. page.GetProperty("items").EnumerateArray()];
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Shell();
}
