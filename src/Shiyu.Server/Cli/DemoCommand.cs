using System.CommandLine;
using Shiyu.Server.Demo;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu demo</c>: a server, a stand-in WeCom and a town of customers, on one fast clock.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var usual = new DemoOptions();
        var data = new Option<string?>("--data") { Description = "The data folder, kept afterwards. Default: a new temporary one, removed afterwards", HelpName = "DIR" };
        var urls = new Option<string>("--urls") { Description = "Where the console and the API listen", HelpName = "URL", DefaultValueFactory = _ => usual.Urls };
        var sandbox = new Option<string>("--sandbox-urls") { Description = "Where the stand-in WeCom listens", HelpName = "URL", DefaultValueFactory = _ => usual.SandboxUrls };
        var epoch = new Option<DateTimeOffset?>("--epoch") { Description = "Business time at start, ISO 8601. Default: now", HelpName = "TIME", CustomParser = Instants.Parse };
        var rate = new Option<double>("--rate") { Description = "Business seconds per second; 1440 is a day a minute", HelpName = "RATE", DefaultValueFactory = _ => usual.Rate };
        rate.Validators.Add(Rates.Check);
        var seed = new Option<ulong>("--seed") { Description = "Same seed and epoch: same people, same wishes", HelpName = "NUMBER", DefaultValueFactory = _ => usual.Seed };
        var playbook = new Option<string?>("--playbook") { Description = "The definitions to start with. Default: playbooks/demo", HelpName = "DIR" };
        var password = new Option<string?>("--password") { Description = "The console's password. Default: a new one, printed", HelpName = "PASSWORD" };
        var command = new Command("demo", "See it work: a server, a stand-in WeCom and a town of virtual customers, a day a minute.")
        {
            data, urls, sandbox, epoch, rate, seed, playbook, password,
        };
        command.SetAction((parsed, stop) => DemoProcess.RunAsync(
            new DemoOptions
            {
                Data = parsed.GetValue(data), Urls = parsed.GetValue(urls)!, SandboxUrls = parsed.GetValue(sandbox)!, Epoch = parsed.GetValue(epoch),
                Rate = parsed.GetValue(rate), Seed = parsed.GetValue(seed), Playbook = parsed.GetValue(playbook), Password = parsed.GetValue(password),
            },
            stop));
        return command;
    }
}
