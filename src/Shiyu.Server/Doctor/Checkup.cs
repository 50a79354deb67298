using System.ComponentModel;
using System.Diagnostics;
using Shiyu.Server.Hosting;
using Shiyu.WeCom;

namespace Shiyu.Server.Doctor;

/// <summary>Looks at the machine; changes nothing but a file that it removes again.</summary>
internal static class Checkup
{
    private const long DiskLow = 1L << 30;

    public static async Task<IReadOnlyList<Check>> RunAsync(string dataFolder, string urls) =>
    [
        new Check("dotnet", Health.Good, $".NET {Environment.Version}"),
        await ToolAsync("node", ["--version"], "builds the console: install Node.js 20.19 or later"),
        await ToolAsync("npm", ["--version"], "builds the console: it comes with Node.js"),
        Console(),
        await ToolAsync("chromium", ["--version"], "browser tests only: on Debian apt-get install chromium"),
        await FontsAsync(),
        Folder(dataFolder),
        Disk(dataFolder),
        Lock(dataFolder),
        .. await Task.WhenAll(ListenAddress.Split(urls).Select(PortAsync)),
        WeCom(),
    ];

    private static async Task<Check> ToolAsync(string tool, string[] arguments, string advice) =>
        await SayAsync(tool, arguments) is { } said ? new Check(tool, Health.Good, said.Split('\n')[0].Trim()) : new Check(tool, Health.Poor, "not found", advice);

    private static async Task<Check> FontsAsync() => await SayAsync("fc-list", [":lang=zh", "family"]) is { } fonts && fonts.Trim().Length > 0
        ? new Check("fonts", Health.Good, fonts.Split('\n')[0].Trim())
        : new Check("fonts", Health.Poor, "no font with Chinese characters", "browser tests only: on Debian apt-get install fonts-noto-cjk");

    private static Check Console() => Home.Find() is { } home && File.Exists(Path.Combine(home, "web", "dist", "index.html"))
        ? new Check("console", Health.Good, "built")
        : new Check("console", Health.Poor, "not built", "./shiyu serve builds it");

    private static Check Folder(string folder)
    {
        try
        {
            // The folder itself is the server's to make, with the first start.
            var there = folder;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
            var probe = Path.Combine(there, $".shiyu-doctor-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new Check("data", Health.Good, there == folder ? folder : $"{folder}, made at the first start");
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return new Check("data", Health.Bad, unwritable.Message, "name a folder that can be written with --data or SHIYU_DATA");
        }
    }

    private static Check Disk(string folder)
    {
        try
        {
            var free = new DriveInfo(folder).AvailableFreeSpace;
            var found = $"{free / (double)(1L << 30):0.0} GiB free";
            return free >= DiskLow ? new Check("disk", Health.Good, found) : new Check("disk", Health.Bad, found, "free 1 GiB or more: a full disk stops the server");
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Check("disk", Health.Poor, unknown.Message);
        }
    }

    private static Check Lock(string folder)
    {
        // A running server keeps its lock file locked; one that is left over from an ended server is free.
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "lock") : [])
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                return new Check("lock", Health.Poor, "a server is using the data folder", "one server at a time: stop it before starting another on this folder");
            }
            catch (UnauthorizedAccessException)
            {
                return new Check("lock", Health.Bad, $"{path} belongs to another user", "run as the user who owns the data folder");
            }
        }
        return new Check("lock", Health.Good, "free");
    }

    private static async Task<Check> PortAsync(string url)
    {
        if (ListenAddress.Read(url) is not { } uri) return new Check("port", Health.Bad, $"'{url}' cannot be listened on", $"use {ListenAddress.Allowed}");
        if (Ports.IsFree(uri)) return new Check("port", Health.Good, $"{url} is free");
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
            if (await http.GetStringAsync(new Uri(ListenAddress.Near(uri), "/healthz")) == "ok\n") return new Check("port", Health.Good, $"a Shiyu server answers at {url}");
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException)
        {
            // Something else listens there, and what it is does not matter.
        }
        return new Check("port", Health.Bad, $"{url} is taken by another program", "choose another with --urls or SHIYU_URLS");
    }

    private static Check WeCom()
    {
        try
        {
            var options = WeComOptions.From(Environment.GetEnvironmentVariable);
            var found = options.CorpId.Length == 0 ? "not set up"
                : $"corp {options.CorpId} at {options.BaseUrl}; messages {(options.IsConfigured ? "on" : "off")}, callbacks {(options.TakesCallbacks ? "on" : "off")}, "
                + (options.AgentId is { } agent ? $"app {agent}" : "messages to members off (SHIYU_WECOM_AGENT_ID)")
                + (options.PublicUrl is { } at ? $", members reach this server at {at}" : "");
            return options is { IsConfigured: true, TakesCallbacks: true } ? new Check("wecom", Health.Good, found)
                : new Check("wecom", Health.Poor, found, "to reach WeCom set SHIYU_WECOM_CORP_ID, _SECRET, _TOKEN and _AES_KEY");
        }
        catch (ArgumentException wrong)
        {
            return new Check("wecom", Health.Bad, wrong.Message);
        }
    }

    /// <summary>What a tool says, or null when it is not there or fails.</summary>
    private static async Task<string?> SayAsync(string tool, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null) return null;
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            var said = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return process.ExitCode == 0 ? said : null;
        }
        catch (Exception absent) when (absent is Win32Exception or OperationCanceledException)
        {
            return null;
        }
    }
}
