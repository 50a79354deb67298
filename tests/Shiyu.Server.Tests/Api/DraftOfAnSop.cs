using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class DraftOfAnSop
{
    private const string Sop = "sop: s\ntrigger: { event: asked }\nsteps:\n  - { id: a, at: +1h, task: first }\n  - { id: b, at: +5h, task: second }\n";
    private static readonly string s_sooner = Sop.Replace("+5h", "+3h", StringComparison.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_kept_with_what_speaks_against_it_until_it_is_published_and_changes_nothing_before()
    {
        await using var server = await StartAsync();

        var (status, draft) = await PutAsync(server, new { text = Sop.Replace("+5h", "soon", StringComparison.Ordinal) });

        Assert.Equal((HttpStatusCode.OK, 1, "admin key"), (status, draft.GetProperty("basedOn").GetInt32(), draft.GetProperty("by").GetString()));
        var refusal = draft.GetProperty("refusals")[0];
        Assert.Equal(
            ("s.yaml", 5, "steps[1].at", "b"),
            (refusal.GetProperty("file").GetString(), refusal.GetProperty("line").GetInt32(), refusal.GetProperty("path").GetString(), refusal.GetProperty("step").GetString()));
        Assert.Equal(422, (int)(await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s"]}""")).Status);

        await PutAsync(server, new { text = s_sooner });
        Assert.Equal("+5h", (await GetAsync(server, "/api/sops/s")).GetProperty("steps")[1].GetProperty("at").GetString());
        (status, var published) = await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s"],"runs":{"s":"migrate"},"note":"sooner"}""");

        Assert.Equal((HttpStatusCode.OK, "changed"), (status, published.GetProperty("changes")[0].GetProperty("change").GetString()));
        Assert.Equal("+3h", (await GetAsync(server, "/api/sops/s")).GetProperty("steps")[1].GetProperty("at").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.GetAsync("/api/drafts/sop/s", Stop)).StatusCode);
        Assert.Equal(
            [(2, "live", "sooner", 1), (1, "past", null, 0)],
            (await GetAsync(server, "/api/sops/s/versions")).GetProperty("items").EnumerateArray()
                .Select(version => (version.GetProperty("number").GetInt32(), version.GetProperty("state").GetString(), version.GetProperty("note").GetString(), version.GetProperty("runs").GetInt32())));
        // An old one can be read, and taken as a draft again.
        Assert.Equal(Sop, (await GetAsync(server, "/api/sops/s/versions/1")).GetProperty("text").GetString());
    }

    [Fact]
    public async Task Tells_what_publishing_it_would_do_and_does_none_of_it()
    {
        await using var server = await StartAsync();
        await PutAsync(server, new { text = s_sooner });

        var moving = (await server.PostAsync("/api/drafts/preview", """{"drafts":["sop/s"],"runs":{"*":"migrate"}}""")).Json.GetProperty("impact");
        var staying = (await server.PostAsync("/api/drafts/preview", """{"drafts":["sop/s"]}""")).Json.GetProperty("impact");

        Assert.Equal((1, 0, 1, 1, 1), Figures(moving));
        var shift = Assert.Single(moving.GetProperty("shifts").EnumerateArray());
        Assert.Equal(("earlier", "b"), (shift.GetProperty("kind").GetString(), shift.GetProperty("step").GetString()));
        Assert.Equal(TimeSpan.FromHours(2), shift.GetProperty("before").GetDateTimeOffset() - shift.GetProperty("after").GetDateTimeOffset());
        Assert.Equal((1, 1, 0, 2, 0), Figures(staying));
        Assert.Equal(1, (await GetAsync(server, "/api/sops/s")).GetProperty("version").GetInt32());

        static (int Going, int Stay, int Move, int Same, int Earlier) Figures(JsonElement impact)
        {
            var sop = impact.GetProperty("sops")[0];
            int Of(JsonElement at, string name) => at.GetProperty(name).GetInt32();
            var messages = sop.GetProperty("messages");
            return (Of(sop, "going"), Of(sop, "stay"), Of(sop, "move"), Of(messages, "same"), Of(messages, "earlier"));
        }
    }

    [Fact]
    public async Task Is_not_published_over_a_version_that_came_in_between_unless_that_is_meant()
    {
        await using var server = await StartAsync();
        await PutAsync(server, new { text = s_sooner });
        await server.ApplyAsync(("s.yaml", Sop.Replace("+5h", "+9h", StringComparison.Ordinal)));

        var (status, problem) = await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s"]}""");

        Assert.Equal((HttpStatusCode.Conflict, "/problems/draft.outdated"), (status, problem.GetProperty("type").GetString()));
        Assert.True((await GetAsync(server, "/api/drafts/sop/s")).GetProperty("outdated").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s"],"anyway":true}""")).Status);
    }

    [Fact]
    public async Task Of_something_new_is_published_together_with_what_needs_it()
    {
        await using var server = await StartAsync();
        await PutAsync(server, new { text = Sop.Replace("task: second", "send: direct, material: m", StringComparison.Ordinal) });
        await PutAsync(server, new { text = "material: m\ntext: hello\n" }, "material/m");

        Assert.Equal(422, (int)(await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s"]}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s","material/m"]}""")).Status);
        Assert.Empty((await GetAsync(server, "/api/drafts")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task May_take_the_definition_away_and_says_who_is_cut()
    {
        await using var server = await StartAsync();

        var (status, draft) = await PutAsync(server, new { remove = true });

        Assert.Equal((HttpStatusCode.OK, true, ""), (status, draft.GetProperty("removes").GetBoolean(), draft.GetProperty("text").GetString()));
        var ends = (await server.PostAsync("/api/drafts/preview", """{"drafts":["sop/s"]}""")).Json.GetProperty("impact");
        var finish = (await server.PostAsync("/api/drafts/preview", """{"drafts":["sop/s"],"runs":{"s":"pin"}}""")).Json.GetProperty("impact");
        Assert.Equal(("removed", 1), (ends.GetProperty("sops")[0].GetProperty("change").GetString(), ends.GetProperty("sops")[0].GetProperty("cut").GetProperty("withdrawn").GetInt32()));
        Assert.Equal(("c1", "withdrawn"), Assert.Single(ends.GetProperty("cuts").EnumerateArray()) is var cut ? (cut.GetProperty("customer").GetString(), cut.GetProperty("reason").GetString()) : default);
        Assert.Equal((0, 1), (finish.GetProperty("cuts").GetArrayLength(), finish.GetProperty("sops")[0].GetProperty("stay").GetInt32()));

        (status, var published) = await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s"]}""");

        Assert.Equal((HttpStatusCode.OK, "removed"), (status, published.GetProperty("changes")[0].GetProperty("change").GetString()));
        Assert.Empty((await GetAsync(server, "/api/definitions")).GetProperty("items").EnumerateArray());
        Assert.Empty((await GetAsync(server, "/api/customers/c1")).GetProperty("runs").EnumerateArray());
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(server, new { remove = true })).Status);
        // It can come back.
        await PutAsync(server, new { text = Sop });
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s"]}""")).Status);
    }

    [Fact]
    public async Task Takes_nothing_away_that_another_definition_needs()
    {
        await using var server = await StartAsync();
        await server.ApplyAsync(("s.yaml", Sop), ("t.yaml", "sop: t\ntrigger: { event: asked }\nsteps: [ { id: over, start: s } ]\n"));

        var (_, draft) = await PutAsync(server, new { remove = true });

        var refusal = Assert.Single(draft.GetProperty("refusals").EnumerateArray());
        Assert.Equal(("t.yaml", "over"), (refusal.GetProperty("file").GetString(), refusal.GetProperty("step").GetString()));
        Assert.Equal(422, (int)(await server.PostAsync("/api/drafts/publish", """{"drafts":["sop/s"]}""")).Status);
    }

    [Fact]
    public async Task Is_warned_of_a_webhook_that_nobody_has_declared()
    {
        await using var server = await StartAsync();
        await PutAsync(server, new { text = Sop.Replace("task: second", "call: crm", StringComparison.Ordinal) });

        foreach (var path in new[] { "/api/drafts/preview", "/api/drafts/publish" })
        {
            var warning = Assert.Single((await server.PostAsync(path, """{"drafts":["sop/s"]}""")).Json.GetProperty("warnings").EnumerateArray());
            Assert.Equal(("webhook.undeclared", "sop/s/steps/b"), (warning.GetProperty("code").GetString(), warning.GetProperty("path").GetString()));
        }
    }

    [Theory]
    [InlineData("sop/other", """{"remove":true}""", 400)]
    [InlineData("sop/s", """{"text":"x","remove":true}""", 400)]
    [InlineData("thing/s", """{"text":"x"}""", 400)]
    [InlineData("sop/S!", """{"text":"x"}""", 400)]
    [InlineData("sop/s", "{}", 400)]
    [InlineData("sop/s", """{"text":"x","basedOn":-1}""", 400)]
    public async Task Is_kept_only_for_a_definition(string draft, string body, int status)
    {
        await using var server = await StartAsync();
        using var answer = await server.Admin.PutAsync($"/api/drafts/{draft}", ServerUnderTest.Json(body), Stop);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/drafts/preview", """{"drafts":["sop/other"]}""", 404, "draft.unknown")]
    [InlineData("/api/drafts/publish", """{"drafts":["sop/other"]}""", 404, "draft.unknown")]
    [InlineData("/api/drafts/publish", """{"drafts":[]}""", 400, "request.invalid_parameter")]
    [InlineData("/api/drafts/publish", """{"drafts":["sop/s"],"runs":{"s":"stop"}}""", 400, "request.invalid_parameter")]
    public async Task Is_published_only_where_it_is_there_and_with_a_choice_that_is_one(string path, string body, int status, string code)
    {
        await using var server = await StartAsync();
        await PutAsync(server, new { text = s_sooner });
        var (answered, problem) = await server.PostAsync(path, body);
        Assert.Equal((status, $"/problems/{code}"), ((int)answered, problem.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task That_defines_something_else_is_refused()
    {
        await using var server = await StartAsync();
        var (_, draft) = await PutAsync(server, new { text = Sop.Replace("sop: s", "sop: t", StringComparison.Ordinal) });
        Assert.Equal("draft.other_definition", draft.GetProperty("refusals")[0].GetProperty("code").GetString());
        foreach (var path in new[] { "/api/drafts/preview", "/api/drafts/publish" })
            Assert.Equal("draft.other_definition", (await server.PostAsync(path, """{"drafts":["sop/s"]}""")).Json.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Draft)> PutAsync(ServerUnderTest server, object body, string draft = "sop/s")
    {
        using var answer = await server.Admin.PutAsync($"/api/drafts/{draft}", ServerUnderTest.Json(JsonSerializer.Serialize(body)), Stop);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)));
    }

    private static async Task<JsonElement> GetAsync(ServerUnderTest server, string path) => JsonElement.Parse(await server.Admin.GetStringAsync(path, Stop));

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.ApplyAsync(("s.yaml", Sop));
        await server.TrackAsync("u1", "asked");
        return server;
    }
}
