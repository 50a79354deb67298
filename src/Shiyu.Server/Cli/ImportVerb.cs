using System.CommandLine;
using Shiyu.Server.Intake.Import;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu import FILE</c>: a file of events, over HTTP.</summary>
internal static class ImportVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "A .csv or .ndjson file of events" };
        var map = new Option<string[]>("--map") { Description = "What a CSV column is, COLUMN=FIELD; may stand several times", HelpName = "COLUMN=FIELD", AllowMultipleArgumentsPerToken = true };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything, send nothing" };
        var skipBad = new Option<bool>("--skip-bad") { Description = "Send the good lines although others are refused" };
        var url = ApiClient.UrlOption();
        var key = ApiClient.KeyOption();
        var command = new Command("import", "Check a file of events and send it to a server; refused lines are told by number.") { file, map, dryRun, skipBad, url, key };
        command.SetAction((parsed, stop) =>
            ApiClient.Target(parsed.GetValue(url), parsed.GetValue(key), needsKey: !parsed.GetValue(dryRun)) is not { } target ? Task.FromResult(ExitCode.Refused)
            : ImportCommand.RunAsync(
                new ImportOptions
                {
                    File = parsed.GetValue(file)!, Url = target.Url, Key = target.Key, Map = parsed.GetValue(map) ?? [],
                    DryRun = parsed.GetValue(dryRun), SkipBad = parsed.GetValue(skipBad),
                },
                Console.Out, Console.Error, stop));
        return command;
    }
}
