using System.CommandLine;
using Shiyu.Runtime.Rehearsing;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu rehearse</c>: a recorded past through the engine, with a virtual clock and no server.</summary>
internal static class RehearseCommand
{
    public static Command Create()
    {
        var definitions = new Option<string?>("--definitions") { Description = "The folder with definition files. With --data it may be left out: what was live is rehearsed", HelpName = "DIR" };
        var against = new Option<string?>("--against") { Description = "Other definitions to compare with: a folder, or 'live' with --data", HelpName = "DIR" };
        var events = new Option<string?>("--events") { Description = "An NDJSON file, a pipe, or - for standard input", HelpName = "FILE" };
        var data = new Option<string?>("--data") { Description = "Instead of --events: an installation's data folder, whose log is only read; a server may be running on it", HelpName = "DIR" };
        var from = new Option<string?>("--from") { Description = "Print and count decisions from this time on", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "Print and count decisions before this time, and run the clock up to it", HelpName = "TIME" };
        var output = new Option<string?>("--out") { Description = "Where the decisions go: a file, a device, a pipe, or - for standard output, which is the default where nothing else is asked for", HelpName = "FILE" };
        var report = new Option<string?>("--report") { Description = "Write a report as JSON, and a summary of it to the terminal", HelpName = "FILE" };
        var slot = new Option<int>("--slot-seconds") { Description = "Messages of one slot are packed into tasks together (default: 60, as the server's)", HelpName = "N", DefaultValueFactory = _ => 60 };
        slot.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 86_400) result.AddError("--slot-seconds: allowed: 1 to 86400.");
        });
        var behind = new Option<string?>("--behind")
        {
            Description = "List the customers behind a number of the report: entries, held_out, messages, without_sender, tasks, steps, caps, exits, saved, ends, forgotten, overlaps or lost, narrowed as in \"messages sop=win-back day=2026-03-01\"",
            HelpName = "NUMBER",
        };
        var story = new Option<string?>("--story") { Description = "Write everything that happened to one customer and was decided; the customer as printed", HelpName = "CUSTOMER" };
        var contact = new Option<bool>("--require-contact") { Description = "Skip direct messages to customers who are nobody's friend" };
        var command = new Command(
            "rehearse", "Run definitions over recorded events, or over an installation's log, and write one line per decision, or a report; nothing is sent.")
        {
            definitions, events, data, from, to, output, report, against, behind, story, slot, contact,
        };
        command.SetAction(parsed => RehearsalCommand.Run(
            new RehearsalOptions
            {
                Definitions = parsed.GetValue(definitions), Against = parsed.GetValue(against), Events = parsed.GetValue(events), Data = parsed.GetValue(data),
                From = parsed.GetValue(from), To = parsed.GetValue(to), Out = parsed.GetValue(output), Report = parsed.GetValue(report),
                Behind = parsed.GetValue(behind), Story = parsed.GetValue(story),
                Slot = TimeSpan.FromSeconds(parsed.GetValue(slot)), RequireContact = parsed.GetValue(contact),
            },
            Console.Error, Console.Out));
        return command;
    }
}
