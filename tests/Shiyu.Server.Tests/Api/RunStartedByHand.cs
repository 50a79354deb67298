using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class RunStartedByHand
{
    private const string Sop = "sop: s\ntrigger: manual\nsteps: [ { id: a, at: +1h, task: ring } ]\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("c1")]
    [InlineData("user_id:u1")]
    public async Task Is_answered_with_the_run_and_a_second_one_with_why_not(string customer)
    {
        await using var server = await StartAsync();

        var (status, first) = await server.PostAsync("/api/sops/s/start", $$"""{"customer":"{{customer}}"}""");
        var (_, second) = await server.PostAsync("/api/sops/s/start", $$"""{"customer":"{{customer}}"}""");

        Assert.Equal((HttpStatusCode.OK, true), (status, first.GetProperty("started").GetBoolean()));
        var shown = JsonElement.Parse(await server.Admin.GetStringAsync("/api/customers/c1", Stop));
        Assert.Equal(shown.GetProperty("runs")[0].GetProperty("id").GetString(), first.GetProperty("run").GetString());
        Assert.Equal((false, "running"), (second.GetProperty("started").GetBoolean(), second.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("/api/sops/other/start", """{"customer":"c1"}""", 404, "sop.unknown")]
    [InlineData("/api/sops/s/start", """{"customer":"c9"}""", 404, "customer.unknown")]
    [InlineData("/api/sops/s/start", """{"customer":"user_id:u9"}""", 404, "customer.unknown")]
    [InlineData("/api/sops/s/start", "{}", 400, "request.invalid_parameter")]
    [InlineData("/api/sops/s/start", """{"customer":1}""", 400, "request.malformed_body")]
    public async Task Needs_an_sop_and_a_customer(string path, string body, int status, string code)
    {
        await using var server = await StartAsync();

        var (answered, problem) = await server.PostAsync(path, body);

        Assert.Equal((status, $"/problems/{code}"), ((int)answered, problem.GetProperty("type").GetString()));
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.ApplyAsync(("s.yaml", Sop));
        await server.TrackAsync("u1", "page.viewed");
        return server;
    }
}
