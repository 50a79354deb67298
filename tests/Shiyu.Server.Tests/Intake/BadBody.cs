using System.Net;
using System.Text;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

public sealed class BadBody
{
    private const string Good = """{"type":"track","event":"x","userId":"u1","messageId":"m1"}""";

    [Theory]
    [InlineData("/v1/batch", "", HttpStatusCode.BadRequest, "intake.empty_body")]
    [InlineData("/v1/batch", "   ", HttpStatusCode.BadRequest, "intake.malformed_json")]
    [InlineData("/v1/batch", "{", HttpStatusCode.BadRequest, "intake.malformed_json")]
    [InlineData("/v1/batch", "{}", HttpStatusCode.BadRequest, "intake.missing_batch")]
    [InlineData("/v1/batch", """{"batch":{}}""", HttpStatusCode.BadRequest, "intake.missing_batch")]
    [InlineData("/v1/batch", "[]", HttpStatusCode.BadRequest, "intake.not_an_object")]
    [InlineData("/v1/batch", "null", HttpStatusCode.BadRequest, "intake.not_an_object")]
    [InlineData("/v1/batch", """{"batch":[]} x""", HttpStatusCode.BadRequest, "intake.malformed_json")]
    [InlineData("/v1/batch", "a=1&b=2", HttpStatusCode.BadRequest, "intake.malformed_json")]
    [InlineData("/v1/track", "", HttpStatusCode.BadRequest, "intake.empty_body")]
    [InlineData("/v1/track", "[]", HttpStatusCode.BadRequest, "intake.not_an_object")]
    public async Task Of_segment_is_answered_with_a_problem(string route, string body, HttpStatusCode status, string code)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SegmentAsync(route, body);
        Assert.Equal((status, code, "application/problem+json"), (answer.Status, answer.Json.GetProperty("code").GetString(), answer.MediaType));
        Assert.Equal($"/problems/{code}", answer.Json.GetProperty("type").GetString());
        Assert.Equal((int)status, answer.Json.GetProperty("status").GetInt32());
        Assert.Equal(code, Assert.Single(host.Intake.Rejected).Code);
        Assert.Empty(host.Intake.Events);
    }

    [Fact]
    public async Task Names_line_and_byte_of_what_is_no_json()
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SegmentAsync("/v1/batch", "{\"batch\":[\n  {\"type\":tru}]}");
        Assert.StartsWith("body, line 2, byte ", answer.Json.GetProperty("field").GetString(), StringComparison.Ordinal);
        Assert.Contains("tru", answer.Json.GetProperty("given").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/batch", """{"batch":[]}""", """{"success":true}""")]
    [InlineData("/v1/track", "{}", null)]
    public async Task That_is_readable_but_holds_nothing_is_answered_200(string route, string body, string? text)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.SegmentAsync(route, body);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        if (text is not null)
            Assert.Equal(text, answer.Text);
        else
            Assert.Equal(["0:event.missing_name"], answer.Refused);
    }

    [Fact]
    public async Task Without_a_key_is_told_only_to_its_sender()
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync("/v1/batch", new StringContent("{"))).Status);
        Assert.Empty(host.Intake.Rejected);
    }

    [Fact]
    public async Task Cut_off_gzip_is_refused_wherever_it_was_cut()
    {
        await using var host = await IntakeHost.StartAsync();
        var packed = SegmentRequest.Gzip(Encoding.UTF8.GetBytes($$"""{"batch":[{{Good}}]}"""));
        for (var length = 2; length < packed.Length; length++)
        {
            var answer = await host.SendAsync("/v1/batch", new ByteArrayContent(packed[..length]), IntakeHost.Basic("wk_demo:"));
            Assert.Equal((HttpStatusCode.BadRequest, "intake.broken_gzip"), (answer.Status, answer.Json.GetProperty("code").GetString()));
        }
        packed[^5] ^= 1;
        Assert.Equal(HttpStatusCode.BadRequest, (await host.SendAsync("/v1/batch", new ByteArrayContent(packed), IntakeHost.Basic("wk_demo:"))).Status);
        Assert.Empty(host.Intake.Events);
    }

    [Fact]
    public async Task Larger_than_the_limit_is_refused_announced_or_not_packed_or_not()
    {
        await using var host = await IntakeHost.StartAsync();
        var large = Encoding.UTF8.GetBytes($$"""{"batch":[{{Good}}],"pad":"{{new string('x', 4 * 1024 * 1024)}}"}""");
        var chunked = new StreamContent(new Unseekable(large));
        foreach (var content in new HttpContent[] { new ByteArrayContent(large), chunked, new ByteArrayContent(SegmentRequest.Gzip(large)) })
        {
            var answer = await host.SendAsync("/v1/batch", content, IntakeHost.Basic("wk_demo:"));
            Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "intake.too_large"), (answer.Status, answer.Json.GetProperty("code").GetString()));
        }
        Assert.Empty(host.Intake.Events);
    }

    [Fact]
    public async Task Of_exactly_the_limit_is_taken()
    {
        await using var host = await IntakeHost.StartAsync();
        var head = $$"""{"batch":[{{Good}}],"pad":""";
        var body = head + "\"" + new string('x', 4 * 1024 * 1024 - head.Length - 3) + "\"}";
        Assert.Equal(4 * 1024 * 1024, Encoding.UTF8.GetByteCount(body));
        Assert.Equal(HttpStatusCode.OK, (await host.SegmentAsync("/v1/batch", body)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.SendAsync("/v1/batch", new ByteArrayContent(SegmentRequest.Gzip(Encoding.UTF8.GetBytes(body))), IntakeHost.Basic("wk_demo:"))).Status);
    }

    [Fact]
    public async Task A_gzip_bomb_is_given_up_at_the_limit()
    {
        await using var host = await IntakeHost.StartAsync();
        var bomb = SegmentRequest.Gzip(new byte[400 * 1024 * 1024]);
        var before = GC.GetTotalAllocatedBytes();
        var answer = await host.SendAsync("/v1/batch", new ByteArrayContent(bomb), IntakeHost.Basic("wk_demo:"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.Status);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task In_a_coding_that_cannot_be_read_is_refused_by_name()
    {
        await using var host = await IntakeHost.StartAsync();
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentEncoding.Add("br");
        var answer = await host.SendAsync("/v1/batch", content, IntakeHost.Basic("wk_demo:"));
        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "br"), (answer.Status, answer.Json.GetProperty("given").GetString()));
    }

    [Fact]
    public async Task One_event_over_its_limit_is_413_alone_and_listed_in_a_batch()
    {
        await using var host = await IntakeHost.StartAsync();
        var large = Good.Replace("m1", "m2").Replace("\"x\"", "\"x\",\"pad\":\"" + new string('x', 32 * 1024) + "\"");
        var alone = await host.SegmentAsync("/v1/track", large);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "event.too_large"), (alone.Status, alone.Json.GetProperty("code").GetString()));
        // It came alone: there is no list in which it would have a place.
        Assert.False(alone.Json.TryGetProperty("rejected", out _));
        Assert.Equal(["0:event.too_large"], (await host.SegmentAsync("/v1/batch", $$"""{"batch":[{{large}},{{Good}}]}""")).Refused);
        Assert.Single(host.Intake.Events);
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
