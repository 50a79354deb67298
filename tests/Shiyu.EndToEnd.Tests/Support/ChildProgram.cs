using System.Diagnostics;
using System.Text;

namespace Shiyu.EndToEnd.Tests.Support;

/// <summary>One of the two programs as a process of its own, with what it said kept for the message of a failed test.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private ChildProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Said
    {
        get
        {
            lock (_said) return _said.ToString();
        }
    }

    /// <param name="environment">Set for the program alone; what the machine that runs the tests has set must not decide them.</param>
    public static ChildProgram Start(string dll, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, dll) }, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("SHIYU_", StringComparison.Ordinal) && name != "SHIYU_HOME").ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new ChildProgram(Process.Start(start)!);
    }

    /// <summary>Waits until the address answers well.</summary>
    public Task AnswersAsync(HttpClient http, string path) => Wait.UntilAsync($"{path} answers", async () =>
    {
        if (_process.HasExited) Assert.Fail($"The program ended with {_process.ExitCode}:\n{Said}");
        try
        {
            using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;    // not listening yet
        }
    });

    /// <summary>SIGKILL, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null) return;
        lock (_said) _said.AppendLine(line);
    }
}
