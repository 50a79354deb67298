using System.Net;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Api;

public sealed class AdminRequest
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/customers?limit=0", "limit", "0")]
    [InlineData("/api/customers?limit=501", "limit", "501")]
    [InlineData("/api/customers?limit=many", "limit", "many")]
    [InlineData("/api/customers?limit=", "limit", "")]
    [InlineData("/api/customers?cursor=zz", "cursor", "zz")]
    [InlineData("/api/customers?identity=u1", "identity", "u1")]
    [InlineData("/api/customers?identity=email:u1", "identity", "email:u1")]
    [InlineData("/api/customers?tag=first", "tag", "first")]
    [InlineData("/api/deliveries?state=lost", "state", "lost")]
    [InlineData("/api/deliveries?kind=letter", "kind", "letter")]
    [InlineData("/api/deliveries?cursor=zz", "cursor", "zz")]
    [InlineData("/api/merges?limit=-1", "limit", "-1")]
    [InlineData("/api/sops?limit=0", "limit", "0")]
    [InlineData("/api/sops?cursor=zz", "cursor", "zz")]
    [InlineData("/api/tags?limit=501", "limit", "501")]
    [InlineData("/api/tags?cursor=", "cursor", "")]
    [InlineData("/api/intake/rejections?cursor=zz", "cursor", "zz")]
    public async Task With_a_wrong_parameter_is_told_which_what_and_what_is_allowed(string path, string field, string given)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (status, problem) = await AskAsync(server.Admin.GetAsync(path, Stop));
        Assert.Equal((HttpStatusCode.BadRequest, "/problems/request.invalid_parameter"), (status, problem.GetProperty("type").GetString()));
        Assert.Equal((field, given), (problem.GetProperty("field").GetString(), problem.GetProperty("given").GetString()));
        Assert.NotEmpty(problem.GetProperty("allowed").GetString()!);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404, "request.unknown_path")]
    [InlineData("POST", "/api/nothing", 404, "request.unknown_path")]
    [InlineData("DELETE", "/api/customers", 405, "request.method_not_allowed")]
    [InlineData("GET", "/api/customers/c99", 404, "customer.unknown")]
    [InlineData("GET", "/api/customers/nobody/timeline", 404, "customer.unknown")]
    [InlineData("GET", "/api/sops/nothing", 404, "sop.unknown")]
    public async Task For_what_is_not_there_is_told_so(string method, string path, int status, string code)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (answered, problem) = await AskAsync(server.Admin.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Stop));
        Assert.Equal((status, $"/problems/{code}"), ((int)answered, problem.GetProperty("type").GetString()));
    }

    [Theory]
    [InlineData("PUT", "/api/definitions")]
    [InlineData("POST", "/api/session")]
    [InlineData("POST", "/api/audiences/count")]
    public async Task Without_the_body_it_needs_is_told_so_in_words_of_ours(string method, string path)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (status, problem) = await AskAsync(server.Admin.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = ServerUnderTest.Json("") }, Stop));
        Assert.Equal((HttpStatusCode.BadRequest, "request.malformed_body"), (status, problem.GetProperty("code").GetString()));
        Assert.Equal(("body", "nothing"), (problem.GetProperty("field").GetString(), problem.GetProperty("given").GetString()));
    }

    [Theory]
    [InlineData("sops")]
    [InlineData("tags")]
    public async Task Pages_through_what_the_definitions_name(string list)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var files = Enumerable.Range(0, 7).Select(i => $$"""
            "s{{i}}.yaml":"sop: s{{i}}\ntrigger: { event: x }\nsteps: [ { id: a, task: call } ]\n","t{{i}}.yaml":"group: t{{i}}\nkind: multi\ntags: [ { tag: a, when: never } ]\n"
            """);
        using var applied = await server.Admin.PutAsync("/api/definitions", ServerUnderTest.Json($$$"""{"files":{ {{{string.Join(',', files)}}} }}"""), Stop);
        Assert.Equal(HttpStatusCode.OK, applied.StatusCode);

        var (pages, ids, cursor) = (0, new List<string>(), "");
        do
        {
            var (_, page) = await AskAsync(server.Admin.GetAsync($"/api/{list}?limit=3{cursor}", Stop));
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString() is { } next ? $"&cursor={Uri.EscapeDataString(next)}" : null;
            pages++;
        }
        while (cursor is not null);
        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"{list[0]}{i}"), ids);
    }

    [Fact]
    public async Task With_a_body_that_is_no_json_is_told_the_line()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (status, problem) = await AskAsync(server.Admin.PutAsync("/api/definitions", ServerUnderTest.Json("{\n\"files\": }"), Stop));
        Assert.Equal((HttpStatusCode.BadRequest, "/problems/request.malformed_body"), (status, problem.GetProperty("type").GetString()));
        Assert.Contains("line 2", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_a_customer_and_the_event_as_it_was_sent()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.TrackAsync("u1", "order.paid");
        var (_, found) = await AskAsync(server.Admin.GetAsync("/api/customers?identity=user_id:u1", Stop));
        var customer = Assert.Single(found.GetProperty("items").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, found.GetProperty("next").ValueKind);
        var text = await server.Admin.GetStringAsync($"/api/customers/{customer.GetProperty("id").GetString()}/timeline?kind=event", Stop);
        // Chinese stays readable, and numbers as they were written.
        Assert.Contains("\"properties\":{\"名\":\"茶\",\"n\":12.50}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"event":"order.paid"}""", 1)]
    [InlineData("""{"when":{"event":"order.paid"}}""", 1)]
    [InlineData("""{"not":{"event":"order.paid"}}""", 1)]
    [InlineData("\"always\"", 2)]
    public async Task Counts_an_audience(string condition, long count)
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.TrackAsync("u1", "order.paid");
        await server.TrackAsync("u2", "page.viewed");
        var (status, answer) = await AskAsync(server.Admin.PostAsync("/api/audiences/count", ServerUnderTest.Json(condition), Stop));
        Assert.Equal((HttpStatusCode.OK, count), (status, answer.GetProperty("count").GetInt64()));
    }

    [Fact]
    public async Task Is_told_why_a_condition_is_refused()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (status, problem) = await AskAsync(server.Admin.PostAsync("/api/audiences/count", ServerUnderTest.Json("""{"evnt":"order.paid"}"""), Stop));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/problems/condition.refused"), (status, problem.GetProperty("type").GetString()));
        Assert.Contains("evnt", Assert.Single(problem.GetProperty("errors").EnumerateArray()).GetProperty("given").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replaces_definitions_as_a_whole_or_not_at_all()
    {
        await using var server = await ServerUnderTest.StartAsync();
        const string Good = """{"files":{"a.yaml":"group: g\nkind: multi\ntags: [ { tag: paid, when: { event: order.paid } } ]\n"}}""";
        var (status, applied) = await AskAsync(server.Admin.PutAsync("/api/definitions", ServerUnderTest.Json(Good), Stop));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("added", Assert.Single(applied.GetProperty("changes").EnumerateArray()).GetProperty("change").GetString());

        const string Bad = """{"files":{"a.yaml":"audience: all\nwhen: always\n","b.yaml":"group: g\nkind: wrong\ntags: []\n"}}""";
        (status, var problem) = await AskAsync(server.Admin.PutAsync("/api/definitions", ServerUnderTest.Json(Bad), Stop));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/problems/definitions.refused"), (status, problem.GetProperty("type").GetString()));
        Assert.Contains(problem.GetProperty("errors").EnumerateArray(), error =>
            (error.GetProperty("file").GetString(), error.GetProperty("line").GetInt32(), error.GetProperty("path").GetString()) == ("b.yaml", 2, "kind"));

        var (_, kept) = await AskAsync(server.Admin.GetAsync("/api/definitions", Stop));
        Assert.Equal(JsonElement.Parse(Good).GetProperty("files").GetRawText(), kept.GetProperty("files").GetRawText());
    }

    [Theory]
    [InlineData("../a.yaml")]
    [InlineData("/a.yaml")]
    [InlineData("a.txt")]
    public async Task Cannot_name_a_file_outside_a_folder(string path)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var (status, _) = await AskAsync(server.Admin.PutAsync("/api/definitions", ServerUnderTest.Json($$$"""{"files":{"{{{path}}}":"audience: a\nwhen: always\n"}}"""), Stop));
        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task Gets_a_description_from_which_a_typed_client_can_be_made()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var document = JsonElement.Parse(await server.Anonymous.GetStringAsync("/openapi/v1.json", Stop));
        var names = new HashSet<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/api/", StringComparison.Ordinal)))
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("operationId", out var id) && names.Add(id.GetString()!), $"{operation.Name} {path.Name}");
                var answered = operation.Value.GetProperty("responses");
                // A workspace is made (201); a rehearsal is only begun (202) when it is answered.
                Assert.True(
                    answered.TryGetProperty("204", out _)
                    || ((answered.TryGetProperty("200", out var done) || answered.TryGetProperty("201", out done) || answered.TryGetProperty("202", out done))
                        // Pictures and files are no JSON, and say what they are instead.
                        && done.GetProperty("content").EnumerateObject().All(content => content.Value.TryGetProperty("schema", out _))),
                    $"{operation.Name} {path.Name}");
            }
        }
        Assert.True(names.Count >= 18);
        Assert.Equal("integer", document.GetProperty("components").GetProperty("schemas").GetProperty("IntakeStatus").GetProperty("properties").GetProperty("accepted").GetProperty("type").GetString());
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> AskAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)));
    }
}
