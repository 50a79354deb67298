using System.Diagnostics;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Demo;

/// <summary>The Sandbox as a child process; it does not outlive its owner's end.</summary>
internal sealed class SandboxChild : IAsyncDisposable
{
    private readonly Process _process;

    private SandboxChild(Process process) => _process = process;

    /// <summary>The built program, or null.</summary>
    public static string? Find() =>
        Home.Find() is { } home && Path.Combine(home, "src", "Shiyu.Sandbox", "bin", "Release", "net10.0", "shiyu-sandbox.dll") is var path && File.Exists(path) ? path : null;

    public static SandboxChild Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { "exec", program } };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return new SandboxChild(Process.Start(start) ?? throw new InvalidOperationException("the Sandbox could not be started."));
    }

    /// <summary>Completes when the child has ended, or when <paramref name="stop"/> asks for it.</summary>
    public Task WaitAsync(CancellationToken stop) => Task.WhenAny(_process.WaitForExitAsync(stop), Task.Delay(Timeout.Infinite, stop));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }
}
