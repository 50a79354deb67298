using System.CommandLine;
using Shiyu.Server.Doctor;

namespace Shiyu.Server.Cli;

/// <summary><c>shiyu doctor</c>: what this machine has of what Shiyu needs.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "The data folder. SHIYU_DATA; default ./data", HelpName = "DIR" };
        var urls = new Option<string?>("--urls") { Description = "Where the server is to listen. SHIYU_URLS; default http://127.0.0.1:5080", HelpName = "URLS" };
        var command = new Command("doctor", "Check what this machine has of what Shiyu needs, and say what to do about the rest.") { data, urls };
        command.SetAction(async (parsed, _) =>
        {
            var folder = parsed.GetValue(data) ?? (Environment.GetEnvironmentVariable("SHIYU_DATA") is { Length: > 0 } said ? said : "data");
            var listen = parsed.GetValue(urls) ?? (Environment.GetEnvironmentVariable("SHIYU_URLS") is { Length: > 0 } known ? known : Hosting.ServerOptions.DefaultUrls);
            var worst = Health.Good;
            foreach (var check in await Checkup.RunAsync(Path.GetFullPath(folder), listen))
            {
                Console.WriteLine($"{check.Health switch { Health.Good => "ok  ", Health.Poor => "note", Health.Bad => "BAD " }}  {check.Name,-12} {check.Found}");
                if (check.Advice is { } advice) Console.WriteLine($"                   → {advice}");
                if (check.Health > worst) worst = check.Health;
            }
            return worst == Health.Bad ? ExitCode.Failed : ExitCode.Ok;
        });
        return command;
    }
}
