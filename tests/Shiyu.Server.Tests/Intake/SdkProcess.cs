using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Shiyu.Server.Tests.Intake;

/// <summary>Runs one of the programs in <c>tests/sdk</c> around an unmodified client. Needs <c>npm ci</c> there.</summary>
internal static class SdkProcess
{
    /// <returns>What it printed: how the client took the answers.</returns>
    public static async Task<JsonElement> RunAsync(string script, params string[] arguments)
    {
        var folder = Path.Combine(Root(), "tests", "sdk");
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), $"Run npm ci in {folder} first.");
        using var node = Process.Start(new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode == 0, await error);
        return JsonElement.Parse(await output);
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Shiyu.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
