using System.CommandLine;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu serve</c>: the server in the foreground.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var data = TextFlag.Create("--data", "The data folder. SHIYU_DATA; default ./data", "DIR");
        var urls = TextFlag.Create("--urls", "Where to listen, several with ';'. SHIYU_URLS; default http://127.0.0.1:5080", "URLS");
        var adminKey = TextFlag.Create("--admin-key", "The key of /api. SHIYU_ADMIN_KEY; made and printed once when absent", "KEY");
        var writeKey = TextFlag.Create("--write-key", "The key of intake. SHIYU_WRITE_KEY; made and printed once when absent", "KEY");
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
                // A flag stands in the place of its variable: what it overrides is not even looked at.
                options = ServerOptions.From(name => Flag(name) ?? Environment.GetEnvironmentVariable(name)) with
                {
                    TimeEpoch = parsed.GetValue(epoch),
                    TimeRate = parsed.GetValue(rate),
                };
            }
            catch (ArgumentException wrong)
            {
                await Console.Error.WriteLineAsync(wrong.Message);
                return ExitCode.Refused;
            }
            return await ServerProcess.RunAsync(options, stop);

            string? Flag(string name) => name switch
            {
                "SHIYU_DATA" => parsed.GetValue(data),
                "SHIYU_URLS" => parsed.GetValue(urls),
                "SHIYU_ADMIN_KEY" => parsed.GetValue(adminKey),
                "SHIYU_WRITE_KEY" => parsed.GetValue(writeKey),
                _ => WeComFlags.Of(weCom, parsed, name),
            };
        });
        return command;
    }
}
