using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Shiyu.Runtime.Intake;
using Shiyu.Server.Intake;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

/// <summary>The intake's endpoints on a real Kestrel, over a sink that keeps what it gets.</summary>
internal sealed class IntakeHost : IAsyncDisposable
{
    public const string AdminKey = "admin-demo";

    private readonly WebApplication _app;

    private IntakeHost(WebApplication app) => _app = app;

    public KeptIntake Intake { get; } = new();

    public string Url => _app.Urls.Single();

    public HttpClient Http { get; private set; } = new();

    /// <summary>Not null: the answer of some other program to everything.</summary>
    public string? Stranger { get; set; }

    public static async Task<IntakeHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication("key").AddScheme<AuthenticationSchemeOptions, AdminByKey>("key", null);
        builder.Services.AddAuthorization(options => options.AddPolicy("admin", policy => policy.RequireAuthenticatedUser()));
        IntakeHost? host = null;
        builder.Services.AddSingleton<IIntakeSink>(_ => host!.Intake);
        builder.Services.AddSingleton<IWriteKeys>(_ => host!.Intake);
        builder.Services.AddShiyuIntake();
        var app = builder.Build();
        host = new IntakeHost(app);
        app.Use((http, next) => host.Stranger is { } answer ? http.Response.WriteAsync(answer) : next(http));
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapIntake("admin");
        await app.StartAsync(TestContext.Current.CancellationToken);
        host.Http = new HttpClient { BaseAddress = new Uri(host.Url) };
        return host;
    }

    public Task<Answer> SegmentAsync(string route, string json) => SendAsync(route, new StringContent(json), Basic(KeptIntake.WriteKey + ":"));

    public Task<Answer> EventsAsync(string json) => SendAsync("/api/events", new StringContent(json), $"Bearer {AdminKey}");

    public static string Basic(string userAndPassword) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword))}";

    public async Task<Answer> SendAsync(string route, HttpContent content, string? authorization = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, route) { Content = content };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer(
            response.StatusCode, text, response.Content.Headers.ContentType?.MediaType, response.Headers.RetryAfter?.Delta,
            response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? origins.Single() : null);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }

    private sealed class AdminByKey(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            Request.Headers.Authorization == $"Bearer {AdminKey}"
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity("key")), Scheme.Name))
                : AuthenticateResult.NoResult());
    }
}

internal sealed record Answer(HttpStatusCode Status, string Text, string? MediaType, TimeSpan? RetryAfter, string? AllowOrigin)
{
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>Index or line and code of every refused item: <c>1:event.missing_identity</c>.</summary>
    public string[] Refused => [.. Json.GetProperty("rejected").EnumerateArray().Select(item =>
        $"{(item.TryGetProperty("index", out var index) ? index : item.GetProperty("line"))}:{item.GetProperty("code").GetString()}")];
}
