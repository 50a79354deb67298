using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;

namespace Shiyu.Sandbox.Tests.Support;

/// <summary>The stand-in without a town, on a free port, with wall time in the test's hand.</summary>
internal sealed class StandIn : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StandIn(WebApplication app, ManualTime wall)
    {
        (_app, Wall) = (app, wall);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public ManualTime Wall { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public string Token { get; set; } = "";

    /// <summary>Business time begins on 2 March 2026, 08:00 in Shanghai, and goes at the given rate.</summary>
    public static async Task<StandIn> StartAsync(Func<SandboxOptions, SandboxOptions>? with = null)
    {
        var wall = new ManualTime();
        var options = new SandboxOptions
        {
            Urls = "http://127.0.0.1:0", Town = false, Epoch = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(8)), Rate = 1, Members = 3,
            Dispatching = TimeSpan.Zero,
        };
        var app = SandboxHost.Build(with?.Invoke(options) ?? options, wall);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var standIn = new StandIn(app, wall);
        standIn.Token = (await standIn.GetTokenAsync())["access_token"]!.GetValue<string>();
        return standIn;
    }

    public Task<JsonNode> GetTokenAsync(string? corpId = null, string? secret = null) =>
        ReadAsync($"/cgi-bin/gettoken?corpid={corpId ?? new SandboxOptions().CorpId}&corpsecret={secret ?? new SandboxOptions().Secret}");

    public Task<JsonNode> GetAsync(string api, string query = "", string? token = null) =>
        ReadAsync($"/cgi-bin/externalcontact/{api}?access_token={token ?? Token}{query}");

    /// <summary>Calls one of the app's own APIs.</summary>
    public Task<JsonNode> MessageAsync(string api, string body) => PostPathAsync($"/cgi-bin/message/{api}", body);

    /// <summary>The titles of what the app wrote to a member.</summary>
    public async Task<string[]> InboxAsync(string member = "linxiaoyu")
    {
        var inbox = (await Http.GetFromJsonAsync<JsonNode>($"/sandbox/members/{member}/inbox", TestContext.Current.CancellationToken))!;
        return [.. inbox["items"]!.AsArray().Select(message => message!["title"]!.GetValue<string>())];
    }

    public Task<JsonNode> PostAsync(string api, object body) =>
        // The framework's most relaxed encoder still escapes emoji, which the platform refuses (40033).
        PostTextAsync(api, Regex.Replace(JsonSerializer.Serialize(body), @"\\u([0-9A-Fa-f]{4})", match => $"{(char)Convert.ToInt32(match.Groups[1].Value, 16)}"));

    public Task<JsonNode> PostTextAsync(string api, string body) => PostPathAsync($"/cgi-bin/externalcontact/{api}", body);

    private async Task<JsonNode> PostPathAsync(string path, string body)
    {
        using var answer = await Http.PostAsync(
            new Uri($"{path}?access_token={Token}", UriKind.Relative), new StringContent(body, Encoding.UTF8),
            TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Does something under <c>/sandbox</c>, which must succeed.</summary>
    public async Task<JsonNode?> DoAsync(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync("/sandbox/" + path, body, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return text.Length > 0 ? JsonNode.Parse(text) : null;
    }

    public async Task<(string Id, string Code)> AddCustomerAsync(string member = "linxiaoyu", string state = "store-qr")
    {
        var added = (await DoAsync("customers", new { member, state }))!;
        return (added["externalUserId"]!.GetValue<string>(), added["welcomeCode"]!.GetValue<string>());
    }

    public async Task<string> CreateTaskAsync(string text, params string[] customers)
    {
        var answer = await PostAsync("add_msg_template", new { sender = "linxiaoyu", external_userid = customers, text = new { content = text } });
        Assert.Equal(0, Code(answer));
        return answer["msgid"]!.GetValue<string>();
    }

    public Task ConfirmAsync(string msgId, string member = "linxiaoyu") => DoAsync($"members/{member}/confirm", new { msgid = msgId });

    public async Task<string[]> OutboxAsync(string customer)
    {
        var outbox = (await Http.GetFromJsonAsync<JsonNode>($"/sandbox/outbox?customer={customer}", TestContext.Current.CancellationToken))!;
        return [.. outbox["items"]!.AsArray().Select(message => message!["text"]!.GetValue<string>())];
    }

    public static int Code(JsonNode answer) => answer["errcode"]!.GetValue<int>();

    public static string Message(JsonNode answer) => answer["errmsg"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<JsonNode> ReadAsync(string path)
    {
        using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }
}
