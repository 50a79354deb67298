using System.Diagnostics;
using System.Globalization;

namespace Shiyu.Faults.Tests;

/// <summary>
/// The engine with every fault built in, asleep: an environment variable wakes one of them. It is built once, put beside a copy of the engine's tests, and
/// these are run as a program of their own.
/// </summary>
public sealed class FaultyEngine : IAsyncLifetime
{
    private const string Variable = "SHIYU_FAULT";
    private const string None = "none";

    private readonly string _folder = Directory.CreateTempSubdirectory("shiyu-faults-").FullName;

    private string Tests => Path.Combine(_folder, "tests");

    public async ValueTask InitializeAsync()
    {
        var root = Root();
        var engine = Path.Combine(_folder, "src", "Shiyu.Engine");
        Copy(Path.Combine(root, "src", "Shiyu.Engine"), engine);
        foreach (var shared in (string[])["Directory.Build.props", "Directory.Packages.props"]) File.Copy(Path.Combine(root, shared), Path.Combine(_folder, shared));
        foreach (var file in Faults.All.GroupBy(fault => fault.File)) Plant(Path.Combine(engine, file.Key), file);
        await File.WriteAllTextAsync(Path.Combine(engine, "Planted.cs"), $$"""
            namespace Shiyu.Engine;

            internal static class Planted
            {
                private static readonly string s_awake = System.Environment.GetEnvironmentVariable("{{Variable}}") ?? "";

                public static bool Is(string fault) => s_awake == fault;
            }
            """);
        // A build of its own beside that of the tests: no server of another build may be asked. What an expression lost in style is no error here.
        var (code, said) = await RunAsync(
            "build", engine, "-c", "Release", "-nodereuse:false", "-p:UseSharedCompilation=false", "-p:TreatWarningsAsErrors=false", "-p:RunAnalyzers=false",
            "-v", "quiet");
        Assert.True(code == 0, said);
        Copy(Path.Combine(root, "tests", "Shiyu.Engine.Tests", "bin", "Release", "net10.0"), Tests);
        File.Copy(Path.Combine(engine, "bin", "Release", "net10.0", "Shiyu.Engine.dll"), Path.Combine(Tests, "Shiyu.Engine.dll"), overwrite: true);
    }

    /// <summary>Runs classes of the engine's tests with one fault awake, or with none.</summary>
    /// <returns>Whether all passed, and what was said.</returns>
    public async Task<(bool Passed, string Said)> RunAsync(string? fault, IEnumerable<string> classes)
    {
        string[] arguments = ["exec", Path.Combine(Tests, "Shiyu.Engine.Tests.dll"), "-noLogo", "-noColor", .. classes.SelectMany(each => (string[])["-class", $"Shiyu.Engine.Tests.{each}"])];
        var (code, said) = await RunAsync(arguments, fault ?? None);
        return (code == 0, said);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void Plant(string file, IEnumerable<Fault> faults)
    {
        var text = File.ReadAllText(file);
        foreach (var fault in faults)
        {
            Assert.True(text.Split(fault.Sound).Length == 2, $"'{fault.Sound}' has to stand exactly once in {fault.File}: the fault '{fault.Name}' is to be planted anew.");
            // Of an argument the closing parenthesis may belong to the expression's surroundings.
            var closing = fault.Sound.EndsWith(')') && fault.Sound.Count(c => c == '(') < fault.Sound.Count(c => c == ')') ? ")" : "";
            var (sound, faulty) = (fault.Sound[..^closing.Length], fault.Faulty[..^closing.Length]);
            text = text.Replace(fault.Sound, string.Create(CultureInfo.InvariantCulture, $"(Planted.Is(\"{fault.Name}\") ? {faulty} : {sound}){closing}"), StringComparison.Ordinal);
        }
        File.WriteAllText(file, text);
    }

    private static Task<(int Code, string Said)> RunAsync(params string[] arguments) => RunAsync(arguments, None);

    private static async Task<(int Code, string Said)> RunAsync(string[] arguments, string fault)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[Variable] = fault;
        using var program = Process.Start(start)!;
        var (output, errors) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        // A fault may make the engine go round in circles: that is noticed, too.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await program.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync(CancellationToken.None);
        }
        return (program.ExitCode, await output + await errors);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(from, file);
            if (path.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj") continue;
            var copy = Path.Combine(to, path);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Shiyu.slnx"))) return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Shiyu.slnx.");
    }
}
