using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class Explanation
{
    private const string Definitions =
        """{"files":{"s.yaml":"sop: nudge\ntitle: 加购提醒\ntrigger: { event: cart.added }\ngoal: { event: order.paid, where: { n: { at_least: 12 } } }\nsteps: [ { id: call, at: +1h, task: 回访 } ]\n"}}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tells_why_an_sop_stands_where_it_stands()
    {
        await using var server = await ShopAsync();
        var explained = await AskAsync(server, await CustomerAsync(server), "?sop=nudge", HttpStatusCode.OK);

        Assert.Equal(("nudge", "加购提醒"), (explained.GetProperty("sop").GetString(), explained.GetProperty("title").GetString()));
        var trigger = explained.GetProperty("trigger");
        Assert.Equal(("event", true, 1), (trigger.GetProperty("kind").GetString(), trigger.GetProperty("holds").GetBoolean(), trigger.GetProperty("events").GetProperty("total").GetInt32()));
        Assert.Equal("cart.added", trigger.GetProperty("events").GetProperty("newest")[0].GetProperty("name").GetString());
        var goal = explained.GetProperty("goal");
        Assert.Equal("{ event: order.paid, where: { n: { at_least: 12 } } }", goal.GetProperty("text").GetString());
        Assert.Equal("{\"event\":\"order.paid\",\"where\":{\"n\":{\"at_least\":12}}}", goal.GetProperty("tree").GetRawText());
        Assert.True(goal.GetProperty("events").GetProperty("afterEntry").GetBoolean());
        Assert.Equal(JsonValueKind.Null, explained.GetProperty("when").ValueKind);
        Assert.Equal(("going", "call", "time"), (Run(explained, "state"), Run(explained, "nextStep"), Run(explained, "waitsFor")));
    }

    [Fact]
    public async Task Takes_any_instant_from_the_first_event_to_now()
    {
        await using var server = await ShopAsync();
        var customer = await CustomerAsync(server);
        var entered = Run(await AskAsync(server, customer, "?sop=nudge", HttpStatusCode.OK), "startedAt")!;
        await server.TrackAsync("u1", "order.paid");

        Assert.Equal("ended", Run(await AskAsync(server, customer, "?sop=nudge", HttpStatusCode.OK), "state"));
        var then = await AskAsync(server, customer, $"?sop=nudge&at={Uri.EscapeDataString(entered)}", HttpStatusCode.OK);
        Assert.Equal(("going", entered), (Run(then, "state"), then.GetProperty("at").GetString()));
    }

    [Theory]
    [InlineData("?sop=nudge&at=yesterday", "at", "yesterday", "ISO 8601")]
    [InlineData("?sop=nudge&at=", "at", "", "ISO 8601")]
    [InlineData("?sop=nudge&at=2026-03-01T12:00:00+08:00", "at", "2026-03-01T12:00:00 08:00", "%2B")]
    [InlineData("?sop=nudge&at=2001-01-01", "at", "2001-01-01", "first event")]
    [InlineData("?sop=nudge&at=2999-01-01T00:00:00Z", "at", "2999-01-01T00:00:00Z", "to now")]
    [InlineData("", "sop", "", "/api/sops")]
    [InlineData("?sop=", "sop", "", "/api/sops")]
    public async Task Names_the_parameter_that_cannot_be_used(string query, string field, string given, string allowed)
    {
        await using var server = await ShopAsync();
        var problem = await AskAsync(server, await CustomerAsync(server), query, HttpStatusCode.BadRequest);
        Assert.Equal(("/problems/request.invalid_parameter", field, given),
            (problem.GetProperty("type").GetString(), problem.GetProperty("field").GetString(), problem.GetProperty("given").GetString()));
        Assert.Contains(allowed, problem.GetProperty("allowed").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_found_without_the_customer_or_the_sop()
    {
        await using var server = await ShopAsync();
        Assert.Equal("/problems/customer.unknown", (await AskAsync(server, "c99", "?sop=nudge", HttpStatusCode.NotFound)).GetProperty("type").GetString());
        var problem = await AskAsync(server, await CustomerAsync(server), "?sop=other", HttpStatusCode.NotFound);
        Assert.Equal(("/problems/sop.unknown", "other"), (problem.GetProperty("type").GetString(), problem.GetProperty("given").GetString()));
    }

    [Fact]
    public async Task Is_for_those_who_may_read_customers()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var answer = await server.Anonymous.GetAsync("/api/customers/c1/explain?sop=nudge", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        using var console = await server.SignInAsync();
        using var known = await console.GetAsync("/api/customers/c1/explain?sop=nudge", Stop);
        Assert.Equal(HttpStatusCode.NotFound, known.StatusCode);
    }

    private static async Task<ServerUnderTest> ShopAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        using var applied = await server.Admin.PutAsync("/api/definitions", ServerUnderTest.Json(Definitions), Stop);
        applied.EnsureSuccessStatusCode();
        await server.TrackAsync("u1", "cart.added");
        return server;
    }

    private static async Task<string> CustomerAsync(ServerUnderTest server) =>
        JsonElement.Parse(await server.Admin.GetStringAsync("/api/customers?identity=user_id:u1", Stop)).GetProperty("items")[0].GetProperty("id").GetString()!;

    private static async Task<JsonElement> AskAsync(ServerUnderTest server, string customer, string query, HttpStatusCode expected)
    {
        using var answer = await server.Admin.GetAsync($"/api/customers/{customer}/explain{query}", Stop);
        Assert.Equal(expected, answer.StatusCode);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop));
    }

    private static string? Run(JsonElement explained, string property) => explained.GetProperty("run").GetProperty(property).GetString();
}
