using System.Net;
using System.Text.Json;
using Shiyu.Server.Tests.Cli;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class ExistingCustomers
{
    private const string Sop = "sop: s\ntrigger: manual\nwhen: { event: page.viewed }\nsteps: [ { id: a, at: +1h, task: ring } ]\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Are_counted_let_in_watched_and_kept_out()
    {
        await using var server = await StartAsync();

        var (status, preview) = await server.PostAsync("/api/sops/s/existing", """{"preview":true,"pace":"1/d"}""");
        Assert.Equal((HttpStatusCode.OK, "preview", 2, "1/d", 86_400), (status, Text(preview, "state"), Number(preview, "total"), Text(preview, "pace"), Number(preview, "takesSeconds")));
        Assert.Equal("none", Text(await GetAsync(server), "state"));

        (_, var started) = await server.PostAsync("/api/sops/s/existing", """{"pace":"1/d"}""");
        Assert.Equal(("running", 1, 1), (Text(started, "state"), Number(started, "taken"), Number(started, "left")));
        Assert.Equal("running", Text(await GetAsync(server), "state"));
        Assert.Equal((HttpStatusCode.Conflict, "/problems/existing.already_running"), await server.PostAsync("/api/sops/s/existing", "{}") is var again ? (again.Status, Text(again.Json, "type")) : default);

        using var stopped = await server.Admin.DeleteAsync("/api/sops/s/existing", Stop);
        Assert.Equal("stopped", Text(JsonElement.Parse(await stopped.Content.ReadAsStringAsync(Stop)), "state"));
    }

    [Theory]
    [InlineData("other", "{}", 404, "sop.unknown")]
    [InlineData("s", """{"pace":"many"}""", 400, "request.invalid_parameter")]
    [InlineData("s", """{"pace":"0/h","preview":true}""", 400, "request.invalid_parameter")]
    [InlineData("m", "{}", 422, "existing.nobody_meant")]
    public async Task Are_refused(string sop, string body, int status, string code)
    {
        await using var server = await StartAsync();

        var (answered, problem) = await server.PostAsync($"/api/sops/{sop}/existing", body);

        Assert.Equal((status, $"/problems/{code}"), ((int)answered, Text(problem, "type")));
    }

    [Fact]
    public async Task Are_let_in_by_the_command_line_that_applies_the_definitions()
    {
        await using var server = await StartAsync();
        var folder = Directory.CreateTempSubdirectory("shiyu-apply-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "s.yaml"), Sop + "pace: 1/d\n", Stop);

            var (code, said, error) = await ShiyuProcess.RunAsync(
                Stop, "apply", folder.FullName, "--existing", "s", "--url", server.Admin.BaseAddress!.ToString(), "--key", ServerUnderTest.AdminKey);

            Assert.True(code == 0, error);
            Assert.Contains("s: 2 existing customers, 1/d, until ", said, StringComparison.Ordinal);
            Assert.Equal(1, Number(await GetAsync(server), "taken"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<JsonElement> GetAsync(ServerUnderTest server) => JsonElement.Parse(await server.Admin.GetStringAsync("/api/sops/s/existing", Stop));

    private static string? Text(JsonElement view, string name) => view.GetProperty(name).GetString();

    private static long Number(JsonElement view, string name) => view.GetProperty(name).GetInt64();

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.ApplyAsync(("s.yaml", Sop), ("m.yaml", "sop: m\ntrigger: manual\nsteps: [ { id: a, at: +1h, task: ring } ]\n"));
        await server.TrackAsync("u1", "page.viewed");
        await server.TrackAsync("u2", "page.viewed");
        return server;
    }
}
