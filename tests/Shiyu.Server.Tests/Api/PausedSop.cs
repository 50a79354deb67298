using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class PausedSop
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_shown_as_such_until_it_is_resumed()
    {
        await using var server = await StartAsync();

        var (status, paused) = await server.PostAsync("/api/sops/s/pause", "");
        var since = paused.GetProperty("pausedSince").GetString();

        Assert.Equal((HttpStatusCode.OK, true), (status, paused.GetProperty("paused").GetBoolean()));
        foreach (var shown in new[] { await SopAsync(server), JsonElement.Parse(await server.Admin.GetStringAsync("/api/sops", Stop)).GetProperty("items")[0] })
            Assert.Equal((true, since), (shown.GetProperty("paused").GetBoolean(), shown.GetProperty("pausedSince").GetString()));
        Assert.Equal("paused", (await server.PostAsync("/api/sops/s/start", """{"customer":"c1"}""")).Json.GetProperty("reason").GetString());

        (status, var resumed) = await server.PostAsync("/api/sops/s/resume", """{"due":"drop"}""");

        Assert.Equal((HttpStatusCode.OK, false), (status, resumed.GetProperty("paused").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, (await SopAsync(server)).GetProperty("pausedSince").ValueKind);
        Assert.True((await server.PostAsync("/api/sops/s/start", """{"customer":"c1"}""")).Json.GetProperty("started").GetBoolean());
    }

    [Theory]
    [InlineData("/api/sops/other/pause", "", 404, "sop.unknown")]
    [InlineData("/api/sops/other/resume", """{"due":"send"}""", 404, "sop.unknown")]
    [InlineData("/api/sops/s/resume", "{}", 400, "request.invalid_parameter")]
    [InlineData("/api/sops/s/resume", """{"due":"later"}""", 400, "request.invalid_parameter")]
    public async Task Is_resumed_only_by_who_says_what_becomes_of_the_rest(string path, string body, int status, string code)
    {
        await using var server = await StartAsync();
        await server.PostAsync("/api/sops/s/pause", "");

        var (answered, problem) = await server.PostAsync(path, body);

        Assert.Equal((status, $"/problems/{code}"), ((int)answered, problem.GetProperty("type").GetString()));
        Assert.True((await SopAsync(server)).GetProperty("paused").GetBoolean());
    }

    private static async Task<JsonElement> SopAsync(ServerUnderTest server) => JsonElement.Parse(await server.Admin.GetStringAsync("/api/sops/s", Stop));

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.ApplyAsync(("s.yaml", "sop: s\ntrigger: manual\nsteps: [ { id: a, at: +1h, task: ring } ]\n"));
        await server.TrackAsync("u1", "page.viewed");
        return server;
    }
}
