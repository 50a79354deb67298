using System.Diagnostics;

namespace Shiyu.Server.Tests.Cli;

/// <summary>The built program as a process of its own.</summary>
internal static class ShiyuProcess
{
    public static Process Start(params string[] arguments) => Process.Start(Prepare(arguments))!;

    public static ProcessStartInfo Prepare(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "shiyu.dll") }, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // What the machine that runs the tests has set must not decide them.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("SHIYU_", StringComparison.Ordinal) && name != "SHIYU_HOME").ToList()) start.Environment.Remove(name);
        return start;
    }

    public static async Task<(int Code, string Out, string Error)> RunAsync(CancellationToken stop, params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(stop);
        var error = process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (process.ExitCode, await output, await error);
    }
}
