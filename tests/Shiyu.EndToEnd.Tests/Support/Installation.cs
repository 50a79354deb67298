using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Shiyu.Sandbox;

namespace Shiyu.EndToEnd.Tests.Support;

/// <summary>A server on a fresh folder and the stand-in WeCom beside it, on one business time and free ports.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private const string AdminKey = "admin-key-of-both";
    private static readonly SandboxOptions Corp = new();
    private static readonly HashSet<int> GivenPorts = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("shiyu-end-to-end-").FullName;
    private readonly double _rate;
    private readonly Dictionary<string, string> _environment;
    private readonly DateTimeOffset _epochWall = DateTimeOffset.UtcNow;
    private ChildProgram? _server;
    private ChildProgram? _sandbox;

    private Installation(double rate, int slotSeconds)
    {
        _rate = rate;
        ServerUrl = FreeUrl();
        SandboxUrl = FreeUrl();
        _environment = new Dictionary<string, string>
        {
            ["SHIYU_WECOM_BASE_URL"] = SandboxUrl, ["SHIYU_WECOM_CORP_ID"] = Corp.CorpId, ["SHIYU_WECOM_SECRET"] = Corp.Secret,
            ["SHIYU_WECOM_TOKEN"] = Corp.Token, ["SHIYU_WECOM_AES_KEY"] = Corp.AesKey,
            ["SHIYU_WECOM_SLOT_SECONDS"] = slotSeconds.ToString(CultureInfo.InvariantCulture), ["SHIYU_WECOM_SETTLE_WAIT_SECONDS"] = "1",
            ["SHIYU_WECOM_AGENT_ID"] = $"{Corp.AgentId}", ["SHIYU_PUBLIC_URL"] = "https://shiyu.example.com",
        };
        var http = new HttpClient { BaseAddress = new Uri(ServerUrl) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        Shiyu = new ShiyuApi(http);
        WeCom = new StandIn(new HttpClient { BaseAddress = new Uri(SandboxUrl) }, Corp);
    }

    /// <summary>Business time at the start: 09:00 in Shanghai, a Monday.</summary>
    public static DateTimeOffset Epoch { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    public ShiyuApi Shiyu { get; }

    public StandIn WeCom { get; }

    public string ServerUrl { get; }

    public string SandboxUrl { get; }

    /// <param name="rate">Business seconds a second.</param>
    /// <param name="slotSeconds">Messages due within so much business time are packed.</param>
    /// <param name="definitions">File name → text.</param>
    public static async Task<Installation> StartAsync(double rate, int slotSeconds, IReadOnlyDictionary<string, string> definitions)
    {
        var installation = new Installation(rate, slotSeconds);
        try
        {
            await installation.StartServerAsync(Epoch);
            await installation.Shiyu.ApplyAsync(definitions);
            await installation.StartSandboxAsync();
            return installation;
        }
        catch
        {
            await installation.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9.</summary>
    public Task KillServerAsync() => _server!.KillAsync();

    /// <summary>Starts the killed server again, on the business time that it would have now.</summary>
    public Task RestartServerAsync() => StartServerAsync(Epoch + (DateTimeOffset.UtcNow - _epochWall) * _rate);

    /// <summary>Starts the server on the same folder.</summary>
    public async Task StartServerAsync(DateTimeOffset epoch)
    {
        if (_server is not null) await _server.DisposeAsync();
        _server = ChildProgram.Start(
            "shiyu.dll", _environment, "serve", "--data", _folder, "--urls", ServerUrl, "--admin-key", AdminKey, "--write-key", ShiyuApi.WriteKey,
            "--time-epoch", epoch.ToString("O", CultureInfo.InvariantCulture), "--time-rate", _rate.ToString(CultureInfo.InvariantCulture));
        await _server.AnswersAsync(Shiyu.Http, "/readyz");
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            TestContext.Current.TestOutputHelper?.WriteLine($"The server said:\n{_server?.Said}\nThe stand-in said:\n{_sandbox?.Said}");
        if (_sandbox is not null) await _sandbox.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        Shiyu.Http.Dispose();
        WeCom.Http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartSandboxAsync()
    {
        // Read together: from here on both programs count the same business time.
        var (now, wall) = (await Shiyu.NowAsync(), DateTimeOffset.UtcNow);
        _sandbox = ChildProgram.Start(
            "shiyu-sandbox.dll", new Dictionary<string, string>(), "--no-town", "--urls", SandboxUrl, "--callback-url", ServerUrl + "/wecom/callback",
            "--rate", _rate.ToString(CultureInfo.InvariantCulture), "--epoch", now.ToString("O", CultureInfo.InvariantCulture),
            "--epoch-wall", wall.ToString("O", CultureInfo.InvariantCulture));
        await _sandbox.AnswersAsync(WeCom.Http, "/healthz");
    }

    /// <summary>
    /// A port below those that the system gives to outgoing connections: one of these could otherwise take it before the program does, or while the
    /// program is killed and started again.
    /// </summary>
    private static string FreeUrl()
    {
        lock (GivenPorts)
        {
            while (true)
            {
                var port = Random.Shared.Next(20_000, 32_000);
                if (!GivenPorts.Add(port)) continue;
                try
                {
                    using var listener = new TcpListener(IPAddress.Loopback, port);
                    listener.Start();
                    return $"http://127.0.0.1:{port}";
                }
                catch (SocketException)
                {
                    // somebody else's
                }
            }
        }
    }
}
