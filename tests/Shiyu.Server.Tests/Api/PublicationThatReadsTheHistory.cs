using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class PublicationThatReadsTheHistory
{
    // A shorter log is read when the definitions go live, in no time.
    private const int Events = 2_500;
    private const string Group = "group: g\nkind: multi\ntags: [ { tag: twice, when: { event: seen, count: { at_least: 2 } } } ]\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_told_how_far_it_is_to_whoever_would_rather_not_wait()
    {
        await using var server = await StartAsync();
        Assert.Equal(JsonValueKind.Null, (await PublicationAsync(server)).ValueKind);

        using var asked = new HttpRequestMessage(HttpMethod.Put, "/api/definitions") { Content = ServerUnderTest.Json(JsonSerializer.Serialize(new { files = new Dictionary<string, string> { ["g.yaml"] = Group }, note = "twice" })) };
        asked.Headers.Add("Prefer", "respond-async");
        using var answer = await server.Admin.SendAsync(asked, Stop);

        Assert.Equal((HttpStatusCode.Accepted, "/api/publication"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        var begun = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(("apply", "twice"), (begun.GetProperty("by").GetString(), begun.GetProperty("note").GetString()));
        var live = await LiveAsync(server);
        Assert.Equal(("added", "g"), (live.GetProperty("changes")[0].GetProperty("change").GetString(), live.GetProperty("changes")[0].GetProperty("name").GetString()));
        Assert.InRange(live.GetProperty("rows").GetInt64(), 1, Events + 10);
        Assert.Equal(Events / 2, await TaggedAsync(server));
    }

    [Fact]
    public async Task Is_waited_for_by_whoever_says_nothing()
    {
        await using var server = await StartAsync();

        await server.ApplyAsync(("g.yaml", Group));

        Assert.Equal(Events / 2, await TaggedAsync(server));
        Assert.Equal("live", (await PublicationAsync(server)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Cannot_be_cancelled_once_it_is_over()
    {
        await using var server = await StartAsync();
        await server.ApplyAsync(("g.yaml", Group));

        var (status, problem) = await server.PostAsync("/api/publication/cancel", "{}");

        Assert.Equal((HttpStatusCode.Conflict, "/problems/publication.nothing_preparing"), (status, problem.GetProperty("type").GetString()));
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        var events = Enumerable.Range(0, Events).Select(n => new { type = "track", @event = "seen", userId = $"u{n / 2}", messageId = $"m{n}" });
        foreach (var chunk in events.Chunk(500))
        {
            using var asked = new HttpRequestMessage(HttpMethod.Post, "/v1/batch") { Content = ServerUnderTest.Json(JsonSerializer.Serialize(new { batch = chunk })) };
            asked.Headers.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(ServerUnderTest.WriteKey + ":")));
            using var answer = await server.Anonymous.SendAsync(asked, Stop);
            answer.EnsureSuccessStatusCode();
        }
        await server.TrackAsync("last", "other");
        return server;
    }

    private static async Task<JsonElement> PublicationAsync(ServerUnderTest server) =>
        JsonElement.Parse(await server.Admin.GetStringAsync("/api/publication", Stop)).GetProperty("publication");

    private static async Task<JsonElement> LiveAsync(ServerUnderTest server)
    {
        while (true)
        {
            var publication = await PublicationAsync(server);
            if (publication.GetProperty("state").GetString() is not ("preparing" or "going_live")) return publication;
            await Task.Yield();
        }
    }

    private static async Task<long> TaggedAsync(ServerUnderTest server) =>
        JsonElement.Parse(await server.Admin.GetStringAsync("/api/tags", Stop)).GetProperty("items").EnumerateArray().Single().GetProperty("tags")[0].GetProperty("customers").GetInt64();
}
