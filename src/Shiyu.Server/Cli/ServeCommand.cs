using System.CommandLine;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu serve</c>: the server in the foreground.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The data folder. SHIYU_DATA; default ./data", HelpName = "DIR" };
        var urls = new Option<string?>("--urls") { Description = "Where to listen, several with ';'. SHIYU_URLS; default http://127.0.0.1:5080", HelpName = "URLS" };
        var adminKey = new Option<string?>("--admin-key") { Description = "The key of /api. SHIYU_ADMIN_KEY; made and printed once when absent", HelpName = "KEY" };
        var writeKey = new Option<string?>("--write-key") { Description = "The key of intake. SHIYU_WRITE_KEY; made and printed once when absent", HelpName = "KEY" };
        var epoch = new Option<DateTimeOffset?>("--time-epoch")
        {
            Description = "Business time at start, ISO 8601; never before the last decision in the log. Default: now",
            HelpName = "TIME",
            CustomParser = Instants.Parse,
        };
        var rate = new Option<double>("--time-rate")
        {
            Description = "Business seconds per second; 1440 is a day a minute",
            DefaultValueFactory = _ => 1,
            HelpName = "RATE",
        };
        rate.Validators.Add(Rates.Check);

        var weCom = WeComFlags.Create();

        var command = new Command("serve", "Run the server until it is stopped (Ctrl-C or SIGTERM).") { data, urls, adminKey, writeKey, epoch, rate };
        foreach (var flag in weCom.Values) command.Add(flag);
        command.SetAction(async (parsed, stop) =>
        {
            ServerOptions options;
            try
            {
                options = ServerOptions.From(name => WeComFlags.Of(weCom, parsed, name) ?? Environment.GetEnvironmentVariable(name)) with
                {
                    TimeEpoch = parsed.GetValue(epoch),
                    TimeRate = parsed.GetValue(rate),
                };
                if (parsed.GetValue(data) is { } folder) options = options with { DataFolder = folder };
                if (parsed.GetValue(urls) is { } listen) options = options with { Urls = listen };
                if (parsed.GetValue(adminKey) is { } admin) options = options with { AdminKey = admin };
                if (parsed.GetValue(writeKey) is { } write) options = options with { WriteKey = write };
            }
            catch (ArgumentException wrong)
            {
                await Console.Error.WriteLineAsync(wrong.Message);
                return ExitCode.Refused;
            }
            return await ServerProcess.RunAsync(options, stop);
        });
        return command;
    }
}
