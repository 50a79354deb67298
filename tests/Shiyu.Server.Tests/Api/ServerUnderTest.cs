using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shiyu.Runtime;
using Shiyu.Runtime.Time;
using Shiyu.Server.Hosting;
using Shiyu.Server.Workspaces;
using Xunit;

namespace Shiyu.Server.Tests.Api;

/// <summary>A whole server on a free port and a fresh folder, asked over real HTTP.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    public const string AdminKey = "admin-key-of-the-test", WriteKey = "write-key-of-the-test", Password = "correct horse";

    private static readonly TimeSpan FoldedWithin = TimeSpan.FromMinutes(2);

    private readonly ServerOptions _options;
    private readonly ShiyuRuntime _runtime;

    private ServerUnderTest(ServerOptions options, ShiyuRuntime runtime, WebApplication app, HttpClient anonymous)
    {
        (_options, _runtime, App, Anonymous) = (options, runtime, app, anonymous);
        Admin = new HttpClient { BaseAddress = anonymous.BaseAddress };
        Admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public WebApplication App { get; }

    /// <summary>Sends neither key nor cookie; keeps no cookies.</summary>
    public HttpClient Anonymous { get; }

    public HttpClient Admin { get; }

    /// <param name="change">Of the usual options.</param>
    public static async Task<ServerUnderTest> StartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var folder = Directory.CreateTempSubdirectory("shiyu-server-").FullName;
        var options = new ServerOptions { DataFolder = folder, Urls = "http://127.0.0.1:0", AdminKey = AdminKey, WriteKey = WriteKey, ConsolePassword = Password };
        return await StartAsync(change is null ? options : change(options));
    }

    private static async Task<ServerUnderTest> StartAsync(ServerOptions options)
    {
        var runtime = await ShiyuRuntime.OpenAsync(
            new RuntimeOptions { DataFolder = options.DataFolder, Clock = last => BusinessClock.Real(TimeProvider.System, last) }, CancellationToken.None);
        var app = ServerHost.Build(options, runtime, out _);
        await app.Services.GetRequiredService<WorkspaceHouse>().OpenAllAsync(CancellationToken.None);
        await app.StartAsync();
        var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
        return new ServerUnderTest(options, runtime, app, http);
    }

    /// <summary>Stops this server and starts another on its folder.</summary>
    public async Task<ServerUnderTest> RestartAsync()
    {
        await StopAsync();
        return await StartAsync(_options);
    }

    /// <summary>A client with the session's cookie of a fresh sign-in.</summary>
    public async Task<HttpClient> SignInAsync()
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = Anonymous.BaseAddress };
        using var answer = await http.PostAsync("/api/session", Json($$"""{"password":"{{Password}}"}"""));
        answer.EnsureSuccessStatusCode();
        return http;
    }

    public async Task TrackAsync(string user, string name)
    {
        using var answer = await Admin.PostAsync(
            "/api/events", Json($$$"""{"id":"{{{Guid.NewGuid()}}}","name":"{{{name}}}","identities":{"user_id":"{{{user}}}"},"properties":{"名":"茶","n":12.50}}"""));
        answer.EnsureSuccessStatusCode();
        await FoldedAsync();
    }

    /// <summary>Acknowledged is not yet decided on; the status says when it is.</summary>
    public async Task FoldedAsync()
    {
        // On a busy machine hundreds of questions are answered before the fold has its turn: time is the limit, not their number.
        for (var asking = Stopwatch.StartNew(); asking.Elapsed < FoldedWithin;)
        {
            var status = JsonElement.Parse(await Admin.GetStringAsync("/api/intake/status"));
            if (status.GetProperty("accepted").GetInt64() == status.GetProperty("folded").GetInt64()) return;
            await Task.Yield();
        }
        throw new TimeoutException("The event was not folded.");
    }

    public async Task ApplyAsync(params (string Path, string Yaml)[] definitions)
    {
        var files = definitions.ToDictionary(file => file.Path, file => file.Yaml);
        using var answer = await Admin.PutAsync("/api/definitions", Json(JsonSerializer.Serialize(new { files })));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(string path, string json)
    {
        using var answer = await Admin.PostAsync(path, Json(json));
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_options.DataFolder, recursive: true);
    }

    private async Task StopAsync()
    {
        Anonymous.Dispose();
        Admin.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        await _runtime.DisposeAsync();
    }
}
