using System.Net;
using System.Text;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

public sealed class NativeRequest
{
    private const string Event = """{"id":"e1","name":"order.paid","occurredAt":"2025-03-01T12:00:00.000+08:00","identities":{"user_id":"u1","phone":"138"},"properties":{"amount":9007199254740993},"attributes":{"tier":"gold"},"extra":[1]}""";

    [Fact]
    public async Task Takes_one_event_and_says_whether_it_is_new()
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal("""{"accepted":1,"repeated":0,"rejected":[]}""", (await host.EventsAsync(Event)).Text);
        Assert.Equal("""{"accepted":0,"repeated":1,"rejected":[]}""", (await host.EventsAsync(Event)).Text);
        var taken = Assert.Single(host.Intake.Events);
        Assert.Equal(("e1", "order.paid", "phone:138 user_id:u1"), (taken.Id, taken.Name, taken.Names()));
        Assert.Equal(DateTimeOffset.Parse("2025-03-01T04:00:00Z", null).ToUnixTimeMilliseconds(), taken.OccurredAtMs);
        Assert.Equal("""{"amount":9007199254740993}""", taken.PropertiesJson().GetRawText());
        Assert.Equal("""{"tier":"gold"}""", taken.AttributesJson().GetRawText());
        Assert.Equal(Event, taken.Received());
    }

    [Fact]
    public async Task Needs_the_admin_key()
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.SendAsync("/api/events", new StringContent(Event))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.SendAsync("/api/events", new StringContent(Event), IntakeHost.Basic("wk_demo:"))).Status);
    }

    [Fact]
    public async Task Takes_a_printed_object_of_many_lines_as_one_event()
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(1, (await host.EventsAsync(Event.Replace(",\"", ",\n  \""))).Json.GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Takes_lines_and_refuses_the_bad_ones_by_number(bool packed)
    {
        await using var host = await IntakeHost.StartAsync();
        var lines = Encoding.UTF8.GetBytes($"{Event}\r\n\n{{broken\n{Event.Replace("e1", "e2")}\n{{\"id\":\"e3\",\"name\":\"x\"}}\n[1]\n{Event}\n");
        var answer = await host.SendAsync("/api/events", new ByteArrayContent(packed ? SegmentRequest.Gzip(lines) : lines), $"Bearer {IntakeHost.AdminKey}");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal((2, 1), (answer.Json.GetProperty("accepted").GetInt32(), answer.Json.GetProperty("repeated").GetInt32()));
        Assert.Equal(["3:event.malformed_json", "5:event.missing_identity", "6:event.not_an_object"], answer.Refused);
        Assert.Equal(["e1", "e2"], host.Intake.Events.Select(taken => taken.Id));
        Assert.Equal([3, 5, 6], host.Intake.Rejected.Select(item => item.Item));
    }

    [Fact]
    public async Task Takes_the_lines_after_a_broken_first_one()
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.EventsAsync("nonsense\n" + Event);
        Assert.Equal(["1:event.malformed_json"], answer.Refused);
        Assert.Single(host.Intake.Events);
    }

    [Theory]
    [InlineData("""{"name":"x","identities":{"user_id":"u"}}""", "event.missing_id", "id")]
    [InlineData("""{"id":"","name":"x","identities":{"user_id":"u"}}""", "event.bad_id", "id")]
    [InlineData("""{"id":7,"name":"x","identities":{"user_id":"u"}}""", "event.bad_id", "id")]
    [InlineData("""{"id":"e","identities":{"user_id":"u"}}""", "event.missing_name", "name")]
    [InlineData("""{"id":"e","name":"x"}""", "event.missing_identity", "identities")]
    [InlineData("""{"id":"e","name":"x","identities":{}}""", "event.missing_identity", "identities")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":null}}""", "event.missing_identity", "identities")]
    [InlineData("""{"id":"e","name":"x","identities":"u"}""", "event.bad_identity", "identities")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":""}}""", "event.bad_identity", "identities.user_id")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":5}}""", "event.bad_identity", "identities.user_id")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":{"a":[]}}}""", "event.bad_identity", "identities.user_id")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":"a\u0000"}}""", "event.bad_text", "identities.user_id")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":"\udc00\ud800"}}""", "event.bad_text", "identities.user_id")]
    [InlineData("""{"id":"e","name":"x","identities":{"email":"a@example.com"}}""", "event.unknown_identity_kind", "identities.email")]
    [InlineData("""{"id":"e","name":"x","identities":{"\ud800":"a"}}""", "event.bad_text", "")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":"u"},"occurredAt":"2025-02-30T00:00:00Z"}""", "event.unreadable_time", "occurredAt")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":"u"},"occurredAt":1700000000000}""", "event.unreadable_time", "occurredAt")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":"u"},"occurredAt":{"$date":[]}}""", "event.unreadable_time", "occurredAt")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":"u"},"properties":[]}""", "event.wrong_type", "properties")]
    [InlineData("""{"id":"e","name":"x","identities":{"user_id":"u"},"attributes":"a"}""", "event.wrong_type", "attributes")]
    [InlineData("""{"id":"e","name":"delivery.sent","identities":{"user_id":"u"}}""", "event.reserved_name", "name")]
    public async Task That_breaks_a_rule_is_a_problem_with_what_and_where(string json, string code, string field)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.EventsAsync(json);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "application/problem+json"), (answer.Status, answer.MediaType));
        Assert.Equal((code, field), (answer.Json.GetProperty("code").GetString(), answer.Json.GetProperty("field").GetString()));
        Assert.NotEmpty(answer.Json.GetProperty("allowed").GetString()!);
        Assert.NotEmpty(answer.Json.GetProperty("given").GetString()!);
        Assert.Equal([$"1:{code}"], answer.Refused);
        Assert.Equal((code, 1, "api"), (host.Intake.Rejected[0].Code, host.Intake.Rejected[0].Item, host.Intake.Rejected[0].Source));
        Assert.Empty(host.Intake.Events);
    }

    [Fact]
    public async Task Of_which_every_line_is_refused_is_a_problem_that_lists_them()
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.EventsAsync("{\"id\":\"e\"}\n{\"name\":\"x\"}\n");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["1:event.missing_name", "2:event.missing_id"], answer.Refused);
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("  \n\n", HttpStatusCode.BadRequest)]
    [InlineData("{\n \"id\":\n", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("{}", HttpStatusCode.UnprocessableEntity)]
    public async Task That_is_no_event_at_all_is_refused(string body, HttpStatusCode status)
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(status, (await host.EventsAsync(body)).Status);
    }

    [Fact]
    public async Task Says_where_in_its_line_the_json_breaks_and_shows_what_stands_there_as_sent()
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.EventsAsync($"{Event}\n{{\"名\": 坏}}\n");
        var refused = Assert.Single(answer.Json.GetProperty("rejected").EnumerateArray());
        Assert.Equal((2, "byte 9"), (refused.GetProperty("line").GetInt32(), refused.GetProperty("field").GetString()));
        Assert.Contains("{\\\"名\\\": 坏}", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Goes_by_the_last_value_of_an_identity_that_stands_twice()
    {
        await using var host = await IntakeHost.StartAsync();
        await host.EventsAsync("""{"id":"e","name":"x","identities":{"user_id":"u1","phone":"1","user_id":"u2","phone":null}}""");
        Assert.Equal("user_id:u2", Assert.Single(host.Intake.Events).Names());
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","properties":{}""")]
    [InlineData(""","properties":{"sop":""}""")]
    [InlineData(""","properties":{"sop":["s"]}""")]
    public async Task About_a_start_names_an_sop(string properties)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.EventsAsync($$"""{"id":"e","name":"sop.start","identities":{"user_id":"u"}{{properties}}}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "event.bad_sop"), (answer.Status, answer.Json.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(""","properties":{}""")]
    [InlineData(""","properties":{"tag":"vip"}""")]
    [InlineData(""","properties":{"tag":["a/b"]}""")]
    public async Task About_a_tag_names_one(string properties)
    {
        await using var host = await IntakeHost.StartAsync();
        var answer = await host.EventsAsync($$"""{"id":"e","name":"tag.unset","identities":{"user_id":"u"}{{properties}}}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "event.bad_tag"), (answer.Status, answer.Json.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("tag.set", """{"tag":"a/b"}""")]
    [InlineData("tag.unset", """{"tag":"a/b"}""")]
    [InlineData("sop.start", """{"sop":"s"}""")]
    [InlineData("task.done", """{"outcome":"yes"}""")]
    public async Task May_say_what_a_person_did_but_a_write_key_may_not(string name, string properties)
    {
        await using var host = await IntakeHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.EventsAsync($$"""{"id":"e","name":"{{name}}","identities":{"user_id":"u"},"properties":{{properties}}}""")).Status);
        Assert.Equal(["0:event.reserved_name"], (await host.SegmentAsync("/v1/track", $$"""{"event":"{{name}}","userId":"u","properties":{{properties}}}""")).Refused);
    }

    [Fact]
    public async Task Over_the_limit_of_one_event_is_413()
    {
        await using var host = await IntakeHost.StartAsync();
        var large = Event.Replace("gold", new string('金', 11_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await host.EventsAsync(large)).Status);
        Assert.Equal(["1:event.too_large"], (await host.EventsAsync(large + "\n" + Event)).Refused);
    }

    [Fact]
    public async Task Is_told_to_wait_when_the_queue_is_full()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Intake.BusyFor = 1;
        var answer = await host.EventsAsync(Event);
        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (answer.Status, answer.RetryAfter));
    }
}
