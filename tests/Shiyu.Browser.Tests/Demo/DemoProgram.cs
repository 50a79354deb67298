using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Shiyu.Browser.Tests.Demo;

/// <summary><c>./shiyu demo</c> as a stranger starts it, on free ports and a faster clock.</summary>
internal sealed partial class DemoProgram : IAsyncDisposable
{
    /// <summary>Four days a minute: every lifecycle stage has people within a minute or two, and members still have the time to confirm.</summary>
    private const int BusinessSecondsPerSecond = 5760;

    /// <summary>A first start may have to build; a warm one is ready within seconds.</summary>
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource<string> _password = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DemoProgram(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    /// <summary>Where the console is.</summary>
    public string Url { get; }

    /// <summary>As printed once at the start.</summary>
    public string Password => _password.Task.IsCompletedSuccessfully ? _password.Task.Result : throw new InvalidOperationException("The demo has not started.");

    /// <summary>Everything it printed; for a failure's message.</summary>
    public string Said
    {
        get { lock (_said) return _said.ToString(); }
    }

    public static async Task<DemoProgram> StartAsync()
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "shiyu"))
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "demo", "--urls", url, "--sandbox-urls", $"http://127.0.0.1:{FreePort()}",
                "--rate", BusinessSecondsPerSecond.ToString(System.Globalization.CultureInfo.InvariantCulture),
            },
        };
        var demo = new DemoProgram(new Process { StartInfo = start, EnableRaisingEvents = true }, url);
        await demo.RunAsync();
        return demo;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // The way a person ends it: the server stops gracefully, ends the Sandbox, and removes its folder.
            using (var term = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
                await term.WaitForExitAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        _process.Dispose();
    }

    private async Task RunAsync()
    {
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _password.TrySetException(new InvalidOperationException("The demo ended before it was ready."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await _password.Task.WaitAsync(StartMax);
        }
        catch (Exception notReady) when (notReady is TimeoutException or InvalidOperationException)
        {
            await DisposeAsync();
            throw new InvalidOperationException($"{notReady.Message} It said:\n{Said}", notReady);
        }
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said) _said.AppendLine(line);
        if (PrintedPassword().Match(line) is { Success: true, Groups: var groups }) _password.TrySetResult(groups["password"].Value);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"\bpassword\s+(?<password>[a-z0-9]{8,})\b")]
    private static partial Regex PrintedPassword();
}
