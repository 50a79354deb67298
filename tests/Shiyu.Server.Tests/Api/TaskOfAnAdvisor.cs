using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class TaskOfAnAdvisor
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_listed_finished_and_answered_the_same_again()
    {
        await using var server = await StartAsync();
        var task = Assert.Single(JsonElement.Parse(await server.Admin.GetStringAsync("/api/deliveries?kind=task", Stop)).GetProperty("items").EnumerateArray());
        Assert.Equal((false, JsonValueKind.Null), (task.GetProperty("overdue").GetBoolean(), task.GetProperty("outcome").ValueKind));
        Assert.NotEqual(task.GetProperty("plannedAt").GetString(), task.GetProperty("dueAt").GetString());
        var path = $"/api/tasks/{task.GetProperty("id").GetString()}/done";

        var (status, first) = await server.PostAsync(path, """{"outcome":"已接通","note":"周末"}""");
        var (again, second) = await server.PostAsync(path, """{"outcome":"other"}""");

        Assert.Equal((HttpStatusCode.OK, "已接通", "周末"), (status, first.GetProperty("outcome").GetString(), first.GetProperty("note").GetString()));
        Assert.Equal((HttpStatusCode.OK, first.GetRawText()), (again, second.GetRawText()));
        var done = Assert.Single(JsonElement.Parse(await server.Admin.GetStringAsync("/api/deliveries?kind=task&state=delivered", Stop)).GetProperty("items").EnumerateArray());
        Assert.Equal("已接通", done.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Is_among_what_there_is_to_do_until_it_is_done()
    {
        await using var server = await StartAsync();
        var task = Assert.Single(JsonElement.Parse(await server.Admin.GetStringAsync("/api/tasks", Stop)).GetProperty("items").EnumerateArray());
        Assert.Empty(JsonElement.Parse(await server.Admin.GetStringAsync("/api/tasks?member=nobody", Stop)).GetProperty("items").EnumerateArray());

        await server.PostAsync($"/api/tasks/{task.GetProperty("id").GetString()}/done", """{"outcome":"已接通"}""");

        Assert.Empty(JsonElement.Parse(await server.Admin.GetStringAsync("/api/tasks", Stop)).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Admin.GetAsync("/api/tasks?cursor=gone", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"outcome":""}""")]
    [InlineData("""{"outcome":"  "}""")]
    [InlineData("""{"outcome":1}""")]
    [InlineData("""{"outcome":"\ud800"}""")]
    [InlineData("""{"outcome":"LONG"}""")]
    [InlineData("""{"outcome":"x","note":"LONGLONGLONGLONGLONGLONGLONGLONGLONGLONGLONGLONGLONGLONGLONGLONG"}""")]
    public async Task Needs_an_outcome(string body)
    {
        await using var server = await StartAsync();
        var task = JsonElement.Parse(await server.Admin.GetStringAsync("/api/deliveries?kind=task", Stop)).GetProperty("items")[0].GetProperty("id").GetString();

        var (status, _) = await server.PostAsync($"/api/tasks/{task}/done", body.Replace("LONG", new string('x', 257), StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("planned", JsonElement.Parse(await server.Admin.GetStringAsync("/api/deliveries?kind=task", Stop)).GetProperty("items")[0].GetProperty("state").GetString());
    }

    [Fact]
    public async Task Must_be_there()
    {
        await using var server = await StartAsync();

        var (status, problem) = await server.PostAsync("/api/tasks/t1/done", """{"outcome":"x"}""");

        Assert.Equal((HttpStatusCode.NotFound, "/problems/task.unknown"), (status, problem.GetProperty("type").GetString()));
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.ApplyAsync(("s.yaml", "sop: s\ntrigger: { event: complained }\nsteps: [ { id: ring, task: ring, due: 1d } ]\n"));
        await server.TrackAsync("u1", "complained");
        return server;
    }
}
