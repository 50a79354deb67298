using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shiyu.WeCom.Tests.Fakes;

/// <summary>WeCom's API over real HTTP, scripted by the test: what it answers, and when it breaks the connection instead.</summary>
internal sealed class FakeWeCom : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _tokens;

    private FakeWeCom(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    /// <summary>Every call but gettoken, in order: API name and body (empty for GET).</summary>
    public ConcurrentQueue<Call> Calls { get; } = new();

    public int TokensFetched => _tokens;

    /// <summary>Tokens that are refused with 42001.</summary>
    public ConcurrentDictionary<string, bool> Expired { get; } = new();

    /// <summary>By API name (the path's last part): what it answers.</summary>
    public ConcurrentDictionary<string, Func<Call, object?>> Answers { get; } = new();

    /// <summary>By which its answers are dated; null for the machine's clock.</summary>
    public Func<DateTimeOffset>? Now { get; set; }

    /// <summary>What gettoken answers instead of a token.</summary>
    public Func<object>? TokenAnswer { get; set; }

    /// <summary>Every task that WeCom took.</summary>
    public List<JsonElement> Tasks { get; } = [];

    public static async Task<FakeWeCom> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var fake = new FakeWeCom(app);
        app.Run(fake.HandleAsync);
        await app.StartAsync();
        return fake;
    }

    public int CountOf(string api) => Calls.Count(call => call.Api == api);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        var api = http.Request.Path.Value!.Split('/')[^1];
        if (Now is { } now) http.Response.GetTypedHeaders().Date = now();
        if (api == "gettoken")
        {
            await WriteAsync(http, TokenAnswer?.Invoke() ?? new { errcode = 0, access_token = $"token-{Interlocked.Increment(ref _tokens)}", expires_in = 7200 });
            return;
        }
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var token = http.Request.Query["access_token"].ToString();
        var call = new Call(api, token, http.Request.Query, await reader.ReadToEndAsync());
        Calls.Enqueue(call);
        object? answer = Expired.ContainsKey(token) ? new { errcode = 42001, errmsg = $"access_token expired: {token}" } : Answers[api](call);
        switch (answer)
        {
            case null:
                http.Abort();    // the answer is lost
                break;
            case int status:
                http.Response.StatusCode = status;
                break;
            case Task<object> later:
                await WriteAsync(http, await later);
                break;
            case Task hang:
                await hang;
                http.Abort();
                break;
            default:
                await WriteAsync(http, answer);
                break;
        }
    }

    private static Task WriteAsync(HttpContext http, object answer) =>
        answer is string raw ? http.Response.WriteAsync(raw) : http.Response.WriteAsync(JsonSerializer.Serialize(answer));

    internal sealed record Call(string Api, string Token, IQueryCollection Query, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}
