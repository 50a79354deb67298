using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class RehearsedDraft
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_rehearsed_in_the_background_and_read_down_to_one_customer()
    {
        await using var server = await StartAsync();

        var (status, begun) = await server.PostAsync("/api/rehearsals", """
            {"drafts":[{"title":"live"},{"title":"draft","files":{"s.yaml":"sop: s\ntrigger: { event: page.viewed }\nsteps: [ { id: a, task: ring } ]\n"}}]}
            """);
        var id = begun.GetProperty("id").GetString();
        Assert.Equal(HttpStatusCode.Accepted, status);
        var done = await DoneAsync(server, id!);

        Assert.Equal("done", done.GetProperty("state").GetString());
        Assert.Equal([0, 1], done.GetProperty("drafts").EnumerateArray().Select(draft => draft.GetProperty("report").GetProperty("advisorTasks").GetInt32()));
        var customers = await GetAsync(server, $"/api/rehearsals/{id}/customers?figure=tasks&draft=1&sop=s");
        var customer = Assert.Single(customers.GetProperty("items").EnumerateArray()).GetProperty("customer").GetString();
        var story = await GetAsync(server, $"/api/rehearsals/{id}/customers/{customer}/story?draft=1");
        Assert.Contains(story.GetProperty("items").EnumerateArray(), entry => entry.GetProperty("kind").GetString() == "step");
        var listed = await GetAsync(server, "/api/rehearsals");
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("items")[0].GetProperty("drafts")[0].GetProperty("report").ValueKind);
        Assert.Equal("done", (await server.PostAsync($"/api/rehearsals/{id}/cancel", "")).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Is_compared_with_what_was_decided()
    {
        await using var server = await StartAsync();

        var (status, begun) = await server.PostAsync("/api/rehearsals", """
            {"drafts":[{"asLive":true},{"files":{"s.yaml":"sop: s\ntrigger: { event: page.viewed }\nsteps: [ { id: a, task: ring } ]\n"}}]}
            """);
        Assert.Equal(HttpStatusCode.Accepted, status);
        var done = await DoneAsync(server, begun.GetProperty("id").GetString()!);

        // The customer came before the definitions did, so that nothing was decided.
        Assert.Equal([0, 1], done.GetProperty("drafts").EnumerateArray().Select(draft => draft.GetProperty("report").GetProperty("advisorTasks").GetInt32()));
        Assert.Equal("live", done.GetProperty("drafts")[0].GetProperty("title").GetString());
    }

    [Theory]
    [InlineData("""{"drafts":[{"asLive":true,"files":{"x.yaml":"sop: x"}}]}""", 400, "request.invalid_parameter")]
    [InlineData("""{"drafts":[{"without":["sop/x"]}]}""", 400, "request.invalid_parameter")]
    [InlineData("{}", 400, "request.invalid_parameter")]
    [InlineData("""{"drafts":[null]}""", 400, "request.invalid_parameter")]
    [InlineData("""{"drafts":[{}],"from":"soon"}""", 400, "request.invalid_parameter")]
    [InlineData("""{"drafts":[{}],"slotSeconds":0}""", 400, "request.invalid_parameter")]
    [InlineData("""{"drafts":[{"files":{"../x.yaml":"sop: x"}}]}""", 400, "request.invalid_parameter")]
    [InlineData("""{"drafts":[{"files":{"x.yaml":"sop: x"}}]}""", 422, "rehearsal.refused")]
    public async Task Is_refused_where_it_cannot_be_rehearsed(string body, int status, string code)
    {
        await using var server = await StartAsync();

        var (answered, problem) = await server.PostAsync("/api/rehearsals", body);

        Assert.Equal((status, $"/problems/{code}"), ((int)answered, problem.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("/api/rehearsals/r9", 404, "rehearsal.unknown")]
    [InlineData("/api/rehearsals/r9/customers?figure=entries", 404, "rehearsal.unknown")]
    [InlineData("/api/rehearsals/r9/customers?figure=all", 400, "request.invalid_parameter")]
    [InlineData("/api/rehearsals/r9/customers?figure=entries&day=today", 400, "request.invalid_parameter")]
    [InlineData("/api/rehearsals/r9/customers/c1/story", 404, "rehearsal.unknown")]
    public async Task What_is_not_there_is_said(string path, int status, string code)
    {
        await using var server = await StartAsync();

        using var answer = await server.Admin.GetAsync(path, Stop);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal($"/problems/{code}", JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("type").GetString());
    }

    private static async Task<JsonElement> DoneAsync(ServerUnderTest server, string id)
    {
        while (true)
        {
            var view = await GetAsync(server, $"/api/rehearsals/{id}");
            if (view.GetProperty("state").GetString() != "running") return view;
            await Task.Yield();
        }
    }

    private static async Task<JsonElement> GetAsync(ServerUnderTest server, string path) => JsonElement.Parse(await server.Admin.GetStringAsync(path, Stop));

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.ApplyAsync(("s.yaml", "sop: s\ntrigger: manual\nsteps: [ { id: a, at: +1h, task: ring } ]\n"));
        await server.TrackAsync("u1", "page.viewed");
        return server;
    }
}
