using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shiyu.Server.Tests.Api;
using Xunit;

namespace Shiyu.Server.Tests.Workspaces;

/// <summary>Law 8: no tenant sees another. The default workspace holds what is marked; the other one asks for it in every way there is.</summary>
public sealed partial class TwoWorkspaces
{
    private const string Mark = "marked-as-the-others";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Show_nothing_of_each_other_at_any_endpoint_with_any_id()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var ids = await FillAsync(server);
        using var other = await AddAsync(server, "acme");

        var (own, asked) = (0, 0);
        foreach (var (method, path) in Requests(server, ids).Where(request => request.Method == "GET"))
        {
            if ((await TextAsync(server.Admin, method, path)).Text.Contains(Mark, StringComparison.Ordinal)) own++;
            var (status, text) = await TextAsync(other, method, "w/acme/" + path);
            // What was asked for may be repeated in the answer that it is not there.
            if (status is >= 200 and < 300) Assert.DoesNotContain(Mark, text, StringComparison.Ordinal);
            asked++;
        }
        Assert.True(own >= 10, $"only {own} of {asked} answers of the default workspace held what is marked");
    }

    [Fact]
    public async Task Change_nothing_of_each_other()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var ids = await FillAsync(server);
        using var other = await AddAsync(server, "acme");
        var before = await StateAsync(server, ids);

        var asked = 0;
        foreach (var (method, path) in Requests(server, ids).Where(request => request.Method is not ("GET" or "HEAD" or "OPTIONS")))
        {
            await TextAsync(other, method, "w/acme/" + path);
            asked++;
        }
        Assert.True(asked >= 20, $"only {asked} requests were made");
        Assert.Equal(before, await StateAsync(server, ids));
    }

    [Fact]
    public async Task Take_none_of_each_others_proofs()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var other = await AddAsync(server, "acme");
        using var session = await server.SignInAsync();

        Assert.Equal(401, (await TextAsync(server.Admin, "GET", "w/acme/api/overview")).Status);
        Assert.Equal(401, (await TextAsync(other, "GET", "api/overview")).Status);
        Assert.Equal(200, (await TextAsync(session, "GET", "api/overview")).Status);
        Assert.Equal(401, (await TextAsync(session, "GET", "w/acme/api/overview")).Status);
        Assert.Equal(401, (await TextAsync(server.Anonymous, "POST", "w/acme/api/session", $$"""{"password":"{{ServerUnderTest.Password}}"}""")).Status);
        Assert.Equal(401, (await TextAsync(server.Anonymous, "POST", "w/acme/v1/track", $$"""{"writeKey":"{{ServerUnderTest.WriteKey}}","userId":"u","event":"x"}""")).Status);
    }

    [Theory]
    [InlineData("w/acme/sa?project=acme&token=", "intake.bad_write_key")]
    [InlineData("w/acme/sa?project=default&token=", "intake.bad_write_key")]
    [InlineData("w/acme/sa?project=next&token=", "intake.unknown_project")]
    [InlineData("sa?project=acme&token=", "intake.unknown_project")]
    public async Task Are_named_to_a_SensorsData_client_by_the_address_and_once_more_by_the_project(string address, string code)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var other = await AddAsync(server, "acme");
        var (status, text) = await TextAsync(server.Anonymous, "POST", address + ServerUnderTest.WriteKey);
        Assert.Equal((403, code), (status, JsonElement.Parse(text).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Keep_their_keys_and_what_they_took_over_a_restart()
    {
        var server = await ServerUnderTest.StartAsync();
        string key;
        using (var made = await AddAsync(server, "acme"))
        {
            key = made.DefaultRequestHeaders.Authorization!.Parameter!;
            Assert.Equal(200, (await TextAsync(made, "POST", "w/acme/api/events", $$$"""{"id":"1","name":"x.y","identities":{"user_id":"{{{Mark}}}"}}""")).Status);
        }
        await using var again = await server.RestartAsync();
        using var other = Client(again, key);

        Assert.Equal(200, (await TextAsync(other, "GET", $"w/acme/api/customers?identity=user_id:{Mark}")).Status);
        Assert.Contains(Mark, (await TextAsync(other, "GET", $"w/acme/api/customers?identity=user_id:{Mark}")).Text, StringComparison.Ordinal);
        Assert.Contains("\"/w/acme/\"", (await TextAsync(again.Admin, "GET", "api/workspaces")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("default", 400)]
    [InlineData("", 400)]
    [InlineData("-a", 400)]
    [InlineData("Acme", 400)]
    [InlineData("a/b", 400)]
    [InlineData("..", 400)]
    [InlineData("a23456789012345678901234567890123", 400)]
    [InlineData("acme", 409)]
    public async Task Are_added_under_a_fit_name_only_and_once(string name, int status)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var other = await AddAsync(server, "acme");
        var (answered, text) = await TextAsync(server.Admin, "POST", "api/workspaces", JsonSerializer.Serialize(new { name }));
        Assert.Equal((status, "name"), (answered, JsonElement.Parse(text).GetProperty("field").GetString()));
    }

    [Fact]
    public async Task Are_added_and_listed_by_the_installations_own_administrators_only()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var other = await AddAsync(server, "acme");
        Assert.Equal(403, (await TextAsync(other, "POST", "w/acme/api/workspaces", """{"name":"next"}""")).Status);
        Assert.DoesNotContain("default", (await TextAsync(other, "GET", "w/acme/api/workspaces")).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await TextAsync(server.Admin, "GET", "w/next/api/overview")).Status);
    }

    /// <summary>Customers, tags, an SOP with a run and a task, a draft: each with the mark. Answers the ids they have got.</summary>
    private static async Task<string[]> FillAsync(ServerUnderTest server)
    {
        await server.ApplyAsync(
            ("group.yaml", $"group: {Mark}-group\nkind: multi\ntags: [ {{ tag: seen, when: {{ event: x.seen }} }} ]\n"),
            ("sop.yaml", $"sop: {Mark}-sop\ntrigger: {{ event: x.seen }}\nsteps: [ {{ id: call, task: call }} ]\n"));
        await server.TrackAsync($"{Mark}-user", "x.seen");
        using var draft = await server.Admin.PutAsync($"/api/drafts/sop/{Mark}-sop", ServerUnderTest.Json(JsonSerializer.Serialize(new { text = $"sop: {Mark}-sop\ntrigger: {{ event: x.seen }}\nsteps: []\n" })), Stop);
        var customer = JsonElement.Parse((await TextAsync(server.Admin, "GET", $"api/customers?identity=user_id:{Mark}-user")).Text).GetProperty("items")[0].GetProperty("id").GetString()!;
        var delivery = JsonElement.Parse((await TextAsync(server.Admin, "GET", "api/deliveries")).Text).GetProperty("items")[0].GetProperty("id").GetString()!;
        return [customer, $"user_id:{Mark}-user", delivery, $"{Mark}-sop", "sop"];
    }

    private static async Task<string> StateAsync(ServerUnderTest server, string[] ids)
    {
        var parts = new List<string>();
        foreach (var path in new[] { "api/definitions", "api/drafts", "api/deliveries", "api/webhooks", "api/intake/status", $"api/customers/{ids[0]}", $"api/customers/{ids[0]}/timeline", $"api/sops/{ids[3]}" })
        {
            var (status, text) = await TextAsync(server.Admin, "GET", path);
            Assert.Equal(200, status);
            parts.Add(text);
        }
        return string.Join('\n', parts);
    }

    /// <summary>Every endpoint of the API but sessions and workspaces, with each of the ids in each of its places.</summary>
    private static IEnumerable<(string Method, string Path)> Requests(ServerUnderTest server, string[] ids) =>
        from endpoint in server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = endpoint.RoutePattern.RawText!.TrimStart('/')
        where pattern.StartsWith("api/", StringComparison.Ordinal) && pattern is not ("api/session" or "api/workspaces")
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        from path in Filled(pattern, ids)
        select (method, path);

    private static IEnumerable<string> Filled(string pattern, string[] ids) =>
        Parameter().Match(pattern) is { Success: true } parameter
            ? (parameter.Value.EndsWith(":int}", StringComparison.Ordinal) ? ["1"] : ids).SelectMany(id => Filled(Parameter().Replace(pattern, Uri.EscapeDataString(id), 1), ids))
            : [pattern];

    private static async Task<HttpClient> AddAsync(ServerUnderTest server, string name)
    {
        var (status, text) = await TextAsync(server.Admin, "POST", "api/workspaces", JsonSerializer.Serialize(new { name }));
        Assert.Equal(201, status);
        return Client(server, JsonElement.Parse(text).GetProperty("adminKey").GetString()!);
    }

    private static HttpClient Client(ServerUnderTest server, string key) =>
        new() { BaseAddress = server.Anonymous.BaseAddress, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private static async Task<(int Status, string Text)> TextAsync(HttpClient http, string method, string path, string body = "{}")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method is "POST" or "PUT" ? ServerUnderTest.Json(body) : null };
        request.Headers.Add("X-Shiyu", "1");
        using var answer = await http.SendAsync(request, Stop);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
