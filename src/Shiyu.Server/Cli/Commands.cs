using System.CommandLine;

namespace Shiyu.Server.Cli;

/// <summary>The verbs of <c>./shiyu</c>. Each command's work stands in its own class, so that a verb loads only what it needs.</summary>
internal static class Commands
{
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand(
            "Shiyu 时雨 brings the right message, to the right customer, at the right moment, and no other message at all.\n\n"
            + "Exit codes: 0 done, 1 the thing asked for failed, 2 wrong usage or a refused definition.")
        {
            DemoCommand.Create(),
            ServeCommand.Create(),
            ApplyCommand.Create(),
            ExportCommand.Create(),
            ImportVerb.Create(),
            RehearseCommand.Create(),
            WorkspaceCommand.Create(),
            DoctorCommand.Create(),
        };
        foreach (var command in ScriptVerbs()) root.Add(command);

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) await Console.Error.WriteLineAsync(error.Message);
            var help = parsed.CommandResult.Command is RootCommand ? "shiyu --help" : $"shiyu {parsed.CommandResult.Command.Name} --help";
            await Console.Error.WriteLineAsync($"See: {help}");
            return ExitCode.Refused;
        }
        // Each verb answers signals itself: serve and demo stop gracefully, the others end at once.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
    }

    /// <summary>Verbs that the script carries out before this program is reached; they stand here for the help.</summary>
    private static IEnumerable<Command> ScriptVerbs()
    {
        yield return InTheScript("bench", "Measure speed: ingest, engine, rehearsal, latency. See shiyu bench --help.");
        yield return InTheScript("test", "Run every test; ends with one line 'N passed, N failed'.");
    }

    private static Command InTheScript(string name, string description)
    {
        var command = new Command(name, description);
        command.SetAction(_ =>
        {
            Console.Error.WriteLine($"'{name}' is carried out by the script ./shiyu at the root of the repository.");
            return ExitCode.Refused;
        });
        return command;
    }
}
