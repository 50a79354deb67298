using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;

namespace Shiyu.Bench;

/// <summary>A real server process on a folder of its own.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    public const string WriteKey = "bench-write-key";
    private const string AdminKey = "bench-admin-key";

    private readonly Process _process;
    private readonly HttpClient _admin;

    private BenchServer(Process process, Uri url)
    {
        _process = process;
        Url = url;
        _admin = new HttpClient { BaseAddress = url };
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
    }

    public Uri Url { get; }

    public sealed record Status(long Accepted, long Folded, long Rejected, long LagMs);

    public static async Task<BenchServer> StartAsync(string data, CancellationToken stop)
    {
        var program = Path.Combine(
            Environment.GetEnvironmentVariable("SHIYU_HOME") ?? Directory.GetCurrentDirectory(), "src/Shiyu.Server/bin/Release/net10.0/shiyu.dll");
        if (!File.Exists(program)) throw new FileNotFoundException($"The server is not built: {program}. Run it as ./shiyu bench.");
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", program, "serve", "--data", data, "--urls", url.ToString().TrimEnd('/')]) start.ArgumentList.Add(argument);
        start.Environment["SHIYU_ADMIN_KEY"] = AdminKey;
        start.Environment["SHIYU_WRITE_KEY"] = WriteKey;
        var process = Process.Start(start)!;
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => said.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) => said.AppendLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new BenchServer(process, url);
        for (var deadline = Stopwatch.StartNew(); ; await Task.Delay(50, stop))
        {
            if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}:\n{said}");
            try
            {
                using var ready = await server._admin.GetAsync("/readyz", stop);
                if (ready.IsSuccessStatusCode) return server;
            }
            catch (HttpRequestException) when (deadline.Elapsed < TimeSpan.FromSeconds(30))
            {
                // not listening yet
            }
            if (deadline.Elapsed > TimeSpan.FromSeconds(30)) throw new TimeoutException($"The server was not ready within 30 s:\n{said}");
        }
    }

    public async Task ApplyAsync(IReadOnlyDictionary<string, byte[]> files, CancellationToken stop)
    {
        using var answer = await _admin.PutAsJsonAsync("/api/definitions", new { files = files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(file.Value)) }, stop);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(stop));
    }

    /// <summary>Processor time so far: it tells the cost on a machine that is busy with other things, too.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public async Task<Status> StatusAsync(CancellationToken stop) => (await _admin.GetFromJsonAsync<Status>("/api/intake/status", stop))!;

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
