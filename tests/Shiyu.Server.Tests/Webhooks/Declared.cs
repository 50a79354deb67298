using System.Net;
using System.Text.Json;
using Shiyu.Server.Tests.Api;
using Shiyu.Server.Webhooks;
using Xunit;

namespace Shiyu.Server.Tests.Webhooks;

public sealed class Declared
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gets_what_its_sop_calls_it_with_and_never_shows_its_secret()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await ServerUnderTest.StartAsync(options => options with { Webhooks = new WebhookOptions { AllowPrivate = true } });
        await server.ApplyAsync(("s.yaml", "{ sop: s, trigger: { event: asked }, steps: [ { id: tell, call: crm } ] }"));

        var (status, declared) = await PutAsync(server, "crm", $$"""{"url":"{{receiver.Url}}","secret":"{{Receiver.WrittenSecret}}"}""");
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null, "s"), (status, declared.GetProperty("secret").ValueKind, declared.GetProperty("sops")[0].GetString()));
        await server.TrackAsync("u1", "asked");

        Assert.True((await receiver.First.Task.WaitAsync(Stop)).IsSigned(Receiver.Secret));
        foreach (var path in new[] { "/api/webhooks", "/api/webhooks/crm" })
            Assert.DoesNotContain(Receiver.WrittenSecret[6..], await server.Admin.GetStringAsync(path, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_a_secret_made_once_and_keeps_it_when_its_address_changes()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var (_, made) = await PutAsync(server, "crm", """{"url":"https://crm.example/hook"}""");
        var (_, moved) = await PutAsync(server, "crm", """{"url":"https://crm.example/other"}""");

        Assert.StartsWith("whsec_", made.GetProperty("secret").GetString());
        Assert.Equal((JsonValueKind.Null, "https://crm.example/other"), (moved.GetProperty("secret").ValueKind, moved.GetProperty("url").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.DeleteAsync("/api/webhooks/crm", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.GetAsync("/api/webhooks/crm", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.DeleteAsync("/api/webhooks/crm", Stop)).StatusCode);
    }

    [Theory]
    [InlineData("crm", "{}", 400, "request.invalid_parameter")]
    [InlineData("crm", """{"url":"ftp://x/"}""", 400, "request.invalid_parameter")]
    [InlineData("crm", """{"url":"https://a:b@x.example/"}""", 400, "request.invalid_parameter")]
    [InlineData("direct", """{"url":"https://x.example/"}""", 400, "request.invalid_parameter")]
    [InlineData("C R M", """{"url":"https://x.example/"}""", 400, "request.invalid_parameter")]
    [InlineData("crm", """{"url":"https://x.example/","secret":"my-secret-word"}""", 400, "request.invalid_parameter")]
    [InlineData("crm", """{"url":"OWN/v1/track"}""", 422, "webhook.own_address")]
    public async Task Is_refused(string name, string body, int status, string code)
    {
        await using var server = await ServerUnderTest.StartAsync();

        var (answered, problem) = await PutAsync(server, name, body.Replace("OWN/", server.Admin.BaseAddress!.ToString(), StringComparison.Ordinal));

        Assert.Equal((status, $"/problems/{code}"), ((int)answered, problem.GetProperty("type").GetString()));
        Assert.DoesNotContain("my-secret-word", problem.GetRawText(), StringComparison.Ordinal);
    }

    /// <summary>Under a name that nobody could tell from outside, through a proxy say, this server's own requests come back: they are turned away.</summary>
    [Fact]
    public async Task Does_not_come_back_to_its_own_server()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/track") { Content = ServerUnderTest.Json("{}"), Headers = { { WebhookSender.OriginHeader, WebhookSender.Origin } } };

        using var answer = await server.Anonymous.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("webhook.own_address", JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Has_its_dead_letters_listed_and_sent_again()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Receiver.Status(404);
        await using var server = await ServerUnderTest.StartAsync(options => options with { Webhooks = new WebhookOptions { AllowPrivate = true } });
        await server.ApplyAsync(("s.yaml", "{ sop: s, trigger: { event: asked }, steps: [ { id: tell, call: crm } ] }"));
        await PutAsync(server, "crm", $$"""{"url":"{{receiver.Url}}"}""");
        await server.TrackAsync("u1", "asked");

        var letter = await DeadAsync(server);
        Assert.Equal(("crm", "call", "s", "tell", "c1", "http:404", 1), (
            Text("webhook"), Text("kind"), Text("sop"), Text("step"), Text("customer"), Text("reason"), letter.GetProperty("tries").GetInt32()));
        receiver.Answer = Receiver.Status(200);
        Assert.Equal(HttpStatusCode.NoContent, (await server.Admin.PostAsync($"/api/dead-letters/{Text("id")}/again", null, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await server.Admin.PostAsync($"/api/dead-letters/{Text("id")}/again", null, Stop)).StatusCode);
        while (receiver.All.Count < 2) await Task.Yield();

        string? Text(string name) => letter.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Is_missed_when_definitions_that_name_it_are_applied()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var files = JsonSerializer.Serialize(new { files = new Dictionary<string, string> { ["s.yaml"] = "{ sop: s, trigger: manual, steps: [ { id: tell, call: crm } ] }" } });

        using var answer = await server.Admin.PutAsync("/api/definitions", ServerUnderTest.Json(files), Stop);

        var warning = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)).GetProperty("warnings")[0];
        Assert.Equal(("webhook.undeclared", "sop/s/steps/tell"), (warning.GetProperty("code").GetString(), warning.GetProperty("path").GetString()));
    }

    private static async Task<JsonElement> DeadAsync(ServerUnderTest server)
    {
        while (true)
        {
            var items = JsonElement.Parse(await server.Admin.GetStringAsync("/api/dead-letters", Stop)).GetProperty("items");
            if (items.GetArrayLength() > 0) return items[0];
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> PutAsync(ServerUnderTest server, string name, string body)
    {
        using var answer = await server.Admin.PutAsync($"/api/webhooks/{Uri.EscapeDataString(name)}", ServerUnderTest.Json(body), Stop);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop)));
    }
}
