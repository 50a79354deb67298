using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Cli;

/// <summary>Speaks to a running server for verbs that work over HTTP.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    private ApiClient(Uri url, string key)
    {
        // Asking 500 customers again about changed definitions may take its time.
        _http = new HttpClient { BaseAddress = new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), Timeout = TimeSpan.FromMinutes(10) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public static Option<string?> UrlOption() => new("--url")
    {
        Description = "The server's address. The first of SHIYU_URLS; default http://127.0.0.1:5080",
        HelpName = "URL",
    };

    public static Option<string?> KeyOption() => new("--key") { Description = "The admin key. SHIYU_ADMIN_KEY", HelpName = "KEY" };

    /// <summary>Asks the server; what goes wrong is said on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> AskAsync(string? url, string? key, Func<ApiClient, Task<int>> ask)
    {
        if (Target(url, key) is not { } target) return ExitCode.Refused;
        using var client = new ApiClient(target.Url, target.Key);
        try
        {
            return await ask(client);
        }
        catch (HttpRequestException unreachable)
        {
            return Say(ExitCode.Failed, $"{target.Url} does not answer: {unreachable.Message}");
        }
        catch (TaskCanceledException)
        {
            return Say(ExitCode.Failed, $"{target.Url} did not answer in time.");
        }
    }

    /// <summary>Where to and with which key, from flags and environment; null when that was refused, and said so.</summary>
    public static (Uri Url, string Key)? Target(string? url, string? key, bool needsKey = true)
    {
        url ??= ListenAddress.Split(Environment.GetEnvironmentVariable("SHIYU_URLS") ?? "").FirstOrDefault(ServerOptions.DefaultUrls);
        key ??= Environment.GetEnvironmentVariable("SHIYU_ADMIN_KEY") ?? "";
        if (!Uri.TryCreate(ListenAddress.Read(url)?.AbsoluteUri ?? url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return Refuse($"--url is '{url}'; allowed: an address such as {ServerOptions.DefaultUrls}.");
        if (key.Length == 0 && needsKey) return Refuse("No key is given; pass the admin key as --key or in SHIYU_ADMIN_KEY.");
        if (key.Length > 0 && !ServerOptions.IsKey(key)) return Refuse($"The key cannot be used; allowed: {ServerOptions.KeyAllowed}.");
        return (ListenAddress.Near(uri), key);

        static (Uri, string)? Refuse(string why)
        {
            Say(ExitCode.Refused, why);
            return null;
        }
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path);

    /// <param name="respondAsync">Rather be told that it has begun than wait until it is done.</param>
    public async Task<HttpResponseMessage> PutAsync(string path, byte[] json, bool respondAsync)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Put, path) { Content = Json(json) };
        if (respondAsync) asked.Headers.TryAddWithoutValidation("Prefer", "respond-async");
        return await _http.SendAsync(asked);
    }

    public Task<HttpResponseMessage> PostAsync(string path, byte[] json) => _http.PostAsync(path, Json(json));

    private static ByteArrayContent Json(byte[] json) => new(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };


    /// <summary>Says the problem that the server answered with, each of its errors on a line.</summary>
    /// <returns>The exit code: 2 for a refusal of what was sent, else 1.</returns>
    public static async Task<int> SayProblemAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        try
        {
            using var problem = JsonDocument.Parse(text);
            var root = problem.RootElement;
            if (root.TryGetProperty("errors", out var errors))
            {
                foreach (var error in errors.EnumerateArray())
                {
                    string Text(string name) => error.GetProperty(name).GetString() ?? "";
                    var line = error.GetProperty("line").GetInt32();
                    var place = Text("file") + (line > 0 ? $":{line}" : "") + ": " + (Text("path") is { Length: > 0 } path ? path + ": " : "");
                    await Console.Error.WriteLineAsync($"{place}found {Text("given")}; allowed: {Text("allowed")} [{Text("code")}]");
                }
            }
            var detail = root.TryGetProperty("detail", out var said) && !root.TryGetProperty("errors", out _) ? " " + said.GetString() : "";
            await Console.Error.WriteLineAsync($"shiyu: {root.GetProperty("title").GetString()}{detail} ({(int)answer.StatusCode})");
        }
        catch (Exception notOurs) when (notOurs is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync($"shiyu: {answer.RequestMessage?.RequestUri} answered {(int)answer.StatusCode}, and not as Shiyu does.");
        }
        return (int)answer.StatusCode is 400 or 422 ? ExitCode.Refused : ExitCode.Failed;
    }

    public static int Say(int code, string message)
    {
        Console.Error.WriteLine("shiyu: " + message);
        return code;
    }

    public void Dispose() => _http.Dispose();
}
