using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

public sealed class SegmentRequest
{
    private const string Track = """{"type":"track","event":"Order Completed","userId":"u1","messageId":"m1","properties":{"total":12.5,"名称":"苹果🍎"}}""";

    [Theory]
    [InlineData("/v1/track", "order.paid")]
    [InlineData("/v1/t", "order.paid")]
    [InlineData("/v1/identify", "profile.identified")]
    [InlineData("/v1/i", "profile.identified")]
    [InlineData("/v1/page", "page.viewed")]
    [InlineData("/v1/p", "page.viewed")]
    [InlineData("/v1/screen", "screen.viewed")]
    [InlineData("/v1/s", "screen.viewed")]
    [InlineData("/v1/group", "account.joined")]
    [InlineData("/v1/g", "account.joined")]
    [InlineData("/v1/alias", "profile.aliased")]
    [InlineData("/v1/a", "profile.aliased")]
    public async Task Takes_its_type_from_the_single_route(string route, string name)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SegmentAsync(route, """{"event":"Order Completed","userId":"u1","groupId":"g1","previousId":"a1","messageId":"m1"}""");
        Assert.Equal((HttpStatusCode.OK, """{"success":true}"""), (answer.Status, answer.Text));
        Assert.Equal((name, "m1"), (Assert.Single(host.Intake.Events).Name, host.Intake.Events[0].Id));
    }

    [Theory]
    [InlineData("/v1/batch")]
    [InlineData("/v1/b")]
    public async Task Takes_a_batch(string route)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SegmentAsync(route, $$"""{"batch":[{{Track}}],"sentAt":"2026-11-22T07:43:26.614Z"}""");
        Assert.Equal((HttpStatusCode.OK, """{"success":true}"""), (answer.Status, answer.Text));
        Assert.Equal(Track, Assert.Single(host.Intake.Events).Received());
    }

    [Fact]
    public async Task Keeps_the_neighbours_of_refused_items_and_lists_each_with_its_reason()
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SegmentAsync("/v1/batch", $$"""
            {"batch":[{{Track}}, 5, {"type":"track","event":"x"}, {"type":"nonsense","userId":"u"}, {"userId":"u"},
              {"type":"track","userId":"u"}, {"type":"track","event":"tag.set","userId":"u"}, {"type":"track","event":"x","userId":"a\u0000b"},
              {"type":"track","event":"x","userId":"\ud800"}, {"type":"track","event":"x","userId":"u","timestamp":"yesterday"},
              {"type":"track","event":"x","userId":"u","properties":[1]}, {"type":"group","userId":"u"}, {"type":"alias","userId":"u"},
              {"type":"track","event":"last","userId":"u2"}]}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Json.GetProperty("success").GetBoolean());
        Assert.Equal(2, answer.Json.GetProperty("accepted").GetInt32());
        Assert.Equal(
            ["1:event.not_an_object", "2:event.missing_identity", "3:event.unknown_type", "4:event.missing_type", "5:event.missing_name",
             "6:event.reserved_name", "7:event.bad_text", "8:event.bad_text", "9:event.unreadable_time", "10:event.wrong_type",
             "11:event.missing_group", "12:event.missing_previous_id"],
            answer.Refused);
        var time = answer.Json.GetProperty("rejected")[8];
        Assert.Equal(("timestamp", "yesterday"), (time.GetProperty("field").GetString(), time.GetProperty("given").GetString()));
        Assert.Contains("ISO 8601", time.GetProperty("allowed").GetString(), StringComparison.Ordinal);
        Assert.Equal(["order.paid", "last"], host.Intake.Events.Select(taken => taken.Name));
        Assert.Equal(Enumerable.Range(1, 12), host.Intake.Rejected.Select(item => item.Item));
        Assert.Equal("5", host.Intake.Rejected[0].Sample);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    public async Task Does_not_look_at_the_content_type(string type)
    {
        await using var host = await IntakeHost.StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Track)) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("/v1/track", content, IntakeHost.Basic("wk_demo:"))).Status);
        Assert.Equal("苹果🍎", host.Intake.Events[0].PropertiesJson().GetProperty("名称").GetString());
    }

    [Fact]
    public async Task May_be_a_real_form_with_its_key_beside()
    {
        await using var host = await IntakeHost.StartAsync();
        var form = new FormUrlEncodedContent([new("data", Track), new("writeKey", "wk_demo")]);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("/v1/track", form)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("/v1/track", new StringContent(Uri.EscapeDataString(Track.Replace("m1", "m2"))), IntakeHost.Basic("wk_demo:"))).Status);
        Assert.Equal([Track, Track.Replace("m1", "m2")], host.Intake.Events.Select(taken => taken.Received()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task May_be_gzipped_with_or_without_saying_so(bool said)
    {
        await using var host = await IntakeHost.StartAsync();
        var content = new ByteArrayContent(Gzip(Encoding.UTF8.GetBytes($$"""{"batch":[{{Track}}]}""")));
        if (said)
            content.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("/v1/batch", content, IntakeHost.Basic("wk_demo:"))).Status);
        Assert.Equal(Track, Assert.Single(host.Intake.Events).Received());
    }

    [Theory]
    [InlineData("wk_demo:", HttpStatusCode.OK)]
    [InlineData("wk_demo", HttpStatusCode.OK)]
    [InlineData("wrong:", HttpStatusCode.Unauthorized)]
    [InlineData(":", HttpStatusCode.Unauthorized)]
    public async Task Shows_its_key_as_the_user_of_a_basic_header(string user, HttpStatusCode status)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SendAsync("/v1/track", new StringContent(Track), IntakeHost.Basic(user));
        Assert.Equal(status, answer.Status);
        Assert.Equal("*", answer.AllowOrigin);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, host.Intake.Events.Count);
    }

    [Theory]
    [InlineData("""{"writeKey":"wk_demo","batch":[ITEM]}""", HttpStatusCode.OK)]
    [InlineData("""{"batch":[ITEM],"writeKey":"wk_demo"}""", HttpStatusCode.OK)]
    [InlineData("""{"batch":[ITEM],"writeKey":"wrong"}""", HttpStatusCode.Unauthorized)]
    [InlineData("""{"batch":[ITEM],"writeKey":null}""", HttpStatusCode.Unauthorized)]
    [InlineData("""{"batch":[ITEM]}""", HttpStatusCode.Unauthorized)]
    public async Task Or_shows_it_in_the_body(string body, HttpStatusCode status)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SendAsync("/v1/batch", new StringContent(body.Replace("ITEM", Track)));
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, host.Intake.Events.Count);
        if (status == HttpStatusCode.Unauthorized)
            Assert.Equal(("application/problem+json", "/problems/intake.bad_write_key"), (answer.MediaType, answer.Json.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_single_event_may_show_its_key_in_the_body()
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("/v1/t", new StringContent("""{"writeKey":"wk_demo","event":"x","anonymousId":"a1","userId":null}"""))).Status);
        Assert.Equal("anonymous_id:a1", Assert.Single(host.Intake.Events).Names());
    }

    [Theory]
    [InlineData("/v1/track")]
    [InlineData("/v1/b")]
    public async Task Is_announced_by_a_browser_with_a_pre_flight(string route)
    {
        await using var host = await IntakeHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, route)
        {
            Headers = { { "Origin", "https://shop.example.com" }, { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "x-extra" } },
        };
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("POST, OPTIONS", response.Headers.GetValues("Access-Control-Allow-Methods").Single());
        Assert.Equal("authorization, content-type, content-encoding, x-retry-count, x-extra", response.Headers.GetValues("Access-Control-Allow-Headers").Single());
    }

    [Fact]
    public async Task Is_answered_429_with_a_time_when_the_queue_is_full_and_nothing_is_half_taken()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Intake.BusyFor = 1;
        var body = $$"""{"batch":[{{Track}},{"type":"track"}]}""";
        var answer = await host.SegmentAsync("/v1/batch", body);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (answer.Status, answer.RetryAfter));
        Assert.Empty(host.Intake.Events);
        Assert.Empty(host.Intake.Rejected);
        Assert.Equal(HttpStatusCode.OK, (await host.SegmentAsync("/v1/batch", body)).Status);
        Assert.Single(host.Intake.Rejected);
    }

    [Fact]
    public async Task Keeps_ten_thousand_events_in_one_batch()
    {
        await using var host = await IntakeHost.StartAsync();
        var items = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"type":"track","event":"x","userId":"u{{i}}","messageId":"m{{i}}"}"""));
        Assert.Equal("""{"success":true}""", (await host.SegmentAsync("/v1/batch", $$"""{"batch":[{{items}}]}""")).Text);
        Assert.Equal(10_000, host.Intake.Events.Count);
    }

    internal static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
