using System.CommandLine;
using Shiyu.Runtime.Rehearsing;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu rehearse</c>: recorded events through the engine, with a virtual clock and no server.</summary>
internal static class RehearseCommand
{
    public static Command Create()
    {
        var definitions = new Option<string>("--definitions") { Description = "The folder with definition files", HelpName = "DIR", Required = true };
        var events = new Option<string>("--events") { Description = "An NDJSON file, a pipe, or - for standard input", HelpName = "FILE", Required = true };
        var from = new Option<string?>("--from") { Description = "Print decisions from this time on", HelpName = "TIME" };
        var to = new Option<string?>("--to") { Description = "Print decisions before this time, and run the clock up to it", HelpName = "TIME" };
        var output = new Option<string>("--out") { Description = "A file, a device, a pipe, or - for standard output", HelpName = "FILE", DefaultValueFactory = _ => "-" };
        var contact = new Option<bool>("--require-contact") { Description = "Skip direct messages to customers who are nobody's friend" };
        var command = new Command("rehearse", "Run definitions over recorded events and write one line per decision; nothing is sent.")
        {
            definitions, events, from, to, output, contact,
        };
        command.SetAction(parsed => RehearsalCommand.Run(
            new RehearsalOptions(
                parsed.GetValue(definitions)!, parsed.GetValue(events)!, parsed.GetValue(from), parsed.GetValue(to), parsed.GetValue(output)!, parsed.GetValue(contact)),
            Console.Error));
        return command;
    }
}
