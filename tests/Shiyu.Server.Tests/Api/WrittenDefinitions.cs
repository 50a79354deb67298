using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

/// <summary>Definitions as the console reads them: titles for people, trees for programs.</summary>
public sealed class WrittenDefinitions
{
    private const string Sop =
        "sop: thanks\ntitle: 谢谢\ntrigger: { event: order.paid, where: { n: { at_least: 10 } } }\nwhen: { not: { audience: calm } }\nsteps:\n  - { id: mark, title: 记下, at: +2h, when: { tag: g/seen }, set: { thanked: true } }\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_sop_tells_its_conditions_as_trees()
    {
        await using var server = await StartAsync();
        var sop = await AskAsync(server, "/api/sops/thanks");

        Assert.Equal("""{"event":"order.paid","where":{"n":{"at_least":10}}}""", sop.GetProperty("triggerTree").GetRawText());
        Assert.Equal("""{"not":{"audience":"calm"}}""", sop.GetProperty("whenTree").GetRawText());
        Assert.Equal(JsonValueKind.Null, sop.GetProperty("goalTree").ValueKind);
        Assert.Equal("""{"tag":"g/seen"}""", sop.GetProperty("steps")[0].GetProperty("whenTree").GetRawText());
    }

    [Fact]
    public async Task An_sop_without_a_goal_says_so()
    {
        await using var server = await StartAsync();
        Assert.False(Assert.Single((await AskAsync(server, "/api/sops")).GetProperty("items").EnumerateArray()).GetProperty("hasGoal").GetBoolean());
    }

    [Fact]
    public async Task Audiences_are_listed_with_their_conditions()
    {
        await using var server = await StartAsync();
        var audience = Assert.Single((await AskAsync(server, "/api/audiences")).GetProperty("items").EnumerateArray());
        Assert.Equal(("calm", "安静的", "{\"event\":\"page.viewed\",\"count\":{\"at_least\":3}}"),
            (audience.GetProperty("id").GetString(), audience.GetProperty("title").GetString(), audience.GetProperty("when").GetRawText()));
    }

    [Fact]
    public async Task The_step_that_comes_next_is_told_by_its_title()
    {
        await using var server = await StartAsync();
        await server.TrackAsync("u1", "order.paid");
        var found = await AskAsync(server, "/api/customers?identity=user_id:u1");
        var customer = await AskAsync(server, $"/api/customers/{found.GetProperty("items")[0].GetProperty("id").GetString()}");
        var run = Assert.Single(customer.GetProperty("runs").EnumerateArray());
        Assert.Equal(("mark", "记下"), (run.GetProperty("nextStep").GetString(), run.GetProperty("nextStepTitle").GetString()));
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        var files = new Dictionary<string, string>
        {
            ["sop.yaml"] = Sop,
            ["group.yaml"] = "group: g\nkind: multi\ntags: [ { tag: seen } ]\n",
            ["audience.yaml"] = "audience: calm\ntitle: 安静的\nwhen: { event: page.viewed, count: { at_least: 3 } }\n",
        };
        using var applied = await server.Admin.PutAsync("/api/definitions", ServerUnderTest.Json(JsonSerializer.Serialize(new { files })), Stop);
        applied.EnsureSuccessStatusCode();
        return server;
    }

    private static async Task<JsonElement> AskAsync(ServerUnderTest server, string path) => JsonElement.Parse(await server.Admin.GetStringAsync(path, Stop));
}
