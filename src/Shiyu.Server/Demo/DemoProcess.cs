using System.Security.Cryptography;
using Shiyu.Runtime.Definitions;
using Shiyu.Server.Cli;
using Shiyu.Server.Hosting;
using Shiyu.WeCom;
using Shiyu.WeCom.Channels;

namespace Shiyu.Server.Demo;

/// <summary>A server in this process and the Sandbox beside it, on one business time; either's end ends both.</summary>
internal static class DemoProcess
{
    // Not secrets: both ends of a demo are here, and they are the Sandbox's usual ones.
    private const string CorpId = "ww5a7d3c1e9b204f68", CorpSecret = "sandbox-secret", Token = "sandboxtoken", AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    private const int AgentId = 1_000_002;

    // By then the town has people who have been friends for a day: existing customers of whatever is published with a pace.
    private static readonly TimeSpan PacedAfter = TimeSpan.FromHours(36);

    // Customers of the corp from before Shiyu came: the first synchronisation brings them in.
    private const int OldFriends = 60;

    public static async Task<int> RunAsync(DemoOptions demo, CancellationToken stop)
    {
        if (SandboxChild.Find() is not { } program) return ApiClient.Say(ExitCode.Failed, "the Sandbox is not built; start the demo with ./shiyu demo.");
        var playbook = demo.Playbook ?? Path.Combine(Home.Find() ?? ".", "playbooks", "demo");
        if (!Directory.Exists(playbook)) return ApiClient.Say(ExitCode.Refused, $"there is no folder '{playbook}'.");
        foreach (var (flag, url) in new[] { ("--urls", demo.Urls), ("--sandbox-urls", demo.SandboxUrls) })
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
                return ApiClient.Say(ExitCode.Refused, $"{flag} is '{url}'; allowed: one address such as http://127.0.0.1:5080.");
            if (!Ports.IsFree(uri)) return ApiClient.Say(ExitCode.Failed, $"port {uri.Port} is taken. Choose another with {flag} {uri.Scheme}://{uri.Host}:PORT.");
        }

        var temporary = demo.Data is null ? Directory.CreateTempSubdirectory("shiyu-demo-").FullName : null;
        try
        {
            var adminKey = NewKey();
            var writeKey = NewKey();
            var password = demo.Password ?? NewKey()[..12];
            var options = new ServerOptions
            {
                DataFolder = demo.Data ?? temporary!,
                Urls = demo.Urls,
                AdminKey = Environment.GetEnvironmentVariable("SHIYU_ADMIN_KEY") is { Length: > 0 } admin ? admin : adminKey,
                WriteKey = Environment.GetEnvironmentVariable("SHIYU_WRITE_KEY") is { Length: > 0 } write ? write : writeKey,
                ConsolePassword = password,
                TimeEpoch = demo.Epoch,
                TimeRate = demo.Rate,
                WeCom = new WeComOptions
                {
                    BaseUrl = new Uri(demo.SandboxUrls), CorpId = CorpId, Secret = CorpSecret, Token = Token, EncodingAesKey = AesKey, AgentId = AgentId,
                    PublicUrl = ListenAddress.Read(demo.Urls) is { } listening ? ListenAddress.Near(listening) : null,
                    // A quarter of a business hour; results are asked for as often as a fast clock needs.
                    Slot = TimeSpan.FromMinutes(15), SettleInterval = TimeSpan.FromSeconds(1), SettleWait = TimeSpan.FromSeconds(10),
                },
            };
            return await ServerProcess.RunAsync(options, stop, (running, ending) => LiveAsync(demo, program, playbook, password, running, ending));
        }
        catch (ArgumentException wrong)
        {
            return ApiClient.Say(ExitCode.Refused, wrong.Message);
        }
        finally
        {
            if (temporary is not null) Directory.Delete(temporary, recursive: true);
        }
    }

    private static async Task LiveAsync(DemoOptions demo, string program, string playbook, string password, RunningServer running, CancellationToken ending)
    {
        var opening = Definitions(playbook, running.Runtime.Clock.GetUtcNow());
        var atOnce = DemoPaced.Without(opening);
        if (running.Runtime.DefinitionFiles.Count == 0 || demo.Playbook is not null) await ApplyAsync(running, playbook, atOnce);
        // A folder that was kept is left as people made it; only a demo that ended too early goes on with its story.
        var paced = running.Runtime.DefinitionFiles.Keys.ToHashSet().SetEquals(atOnce.Keys) && atOnce.Count < opening.Count
            ? PublishPacedAsync(running, playbook, opening, ending)
            : Task.Delay(Timeout.Infinite, ending);
        await using var sandbox = SandboxChild.Start(program,
        [
            "--urls", demo.SandboxUrls, "--server", running.Url, "--write-key", running.Options.WriteKey!, "--admin-key", running.Options.AdminKey!,
            "--corp-id", CorpId, "--secret", CorpSecret, "--token", Token, "--aes-key", AesKey, "--seed", Invariant($"{demo.Seed}"), "--rate", Invariant($"{demo.Rate:R}"), "--old-friends", Invariant($"{OldFriends}"),
            // Read together: from here on both programs count the same business time.
            "--epoch", Invariant($"{running.Runtime.Clock.GetUtcNow():O}"), "--epoch-wall", Invariant($"{running.Runtime.Wall.GetUtcNow():O}"),
        ]);
        Announce(demo, password, running);
        var town = sandbox.WaitAsync(ending);
        var codes = DemoChannels.MakeAsync(running.App.Services.GetRequiredService<ChannelDesk>(), ending);
        // Codes that could not be made end the demo with their error; made, they end nothing.
        if (await Task.WhenAny(town, paced, codes) == codes && !ending.IsCancellationRequested) await codes;
        if (await Task.WhenAny(town, paced) == paced && !ending.IsCancellationRequested) await paced;
        await town;
        if (!ending.IsCancellationRequested) throw new InvalidOperationException("the Sandbox has ended by itself; what it said stands above.");
    }

    private static async Task ApplyAsync(RunningServer running, string playbook, IReadOnlyDictionary<string, byte[]> files)
    {
        var applied = await running.Runtime.ApplyAsync(files);
        if (!applied.Applied) throw new InvalidDataException($"the definitions in {playbook} are refused:\n  " + string.Join("\n  ", applied.Refusals));
    }

    /// <summary>Publishes the SOPs with a pace once there are existing customers, and lets these in.</summary>
    private static async Task PublishPacedAsync(RunningServer running, string playbook, IReadOnlyDictionary<string, byte[]> files, CancellationToken ending)
    {
        await Task.Delay(PacedAfter, running.Runtime.Clock, ending);
        await ApplyAsync(running, playbook, files);
        foreach (var sop in DemoPaced.Sops(running.Runtime.Definitions)) await running.Runtime.StartExistingAsync(sop, null);
    }

    private static IReadOnlyDictionary<string, byte[]> Definitions(string playbook, DateTimeOffset opening)
    {
        var files = DefinitionFolder.Load(playbook);
        var writtenFor = Path.Combine(playbook, DemoDates.OpeningDayFile);
        if (!File.Exists(writtenFor)) return files;
        var given = File.ReadAllText(writtenFor).Trim();
        if (!DateOnly.TryParseExact(given, "yyyy-MM-dd", out var day))
            throw new InvalidDataException($"{writtenFor} says '{given}'; allowed: one date as YYYY-MM-DD.");
        // The town's own time, whatever zone this machine is in.
        return DemoDates.Move(files, day, DateOnly.FromDateTime(opening.ToOffset(TimeSpan.FromHours(8)).DateTime));
    }

    private static void Announce(DemoOptions demo, string password, RunningServer running)
    {
        var day = TimeSpan.FromSeconds(86_400 / demo.Rate);
        Console.WriteLine(Invariant($"""

            时雨 Shiyu · 演示 demo

              打开 open        {running.Url}
              密码 password    {password}
              时间 time        加速运行，现实 {day.TotalSeconds:0.#} 秒 = 业务 1 天 · accelerated: {day.TotalSeconds:0.#} s here are a day there ({demo.Rate:0.##}×)
              数据 data        {running.Options.DataFolder}{(demo.Data is null ? "（结束时删除 · removed at the end）" : "")}
              管理密钥 key     {running.Options.AdminKey}

            看什么 · what to look at
              总览 overview    客户进来，标签自己变 · customers arrive, tags change by themselves
              客户 customers   点开一位：时间线写明每个决定和「为什么没有」· open one: the timeline says every decision, and why not
              SOP              每一步到了多少人、等着多少人 · how many reached each step, how many wait
              触达 deliveries  每条消息的状态和原因 · every message's state and reason
              企业微信 wecom   老客户同步进来，每晚核对 · old customers come in, and every night is compared

            虚拟客户与企业微信都是沙箱里的 · the customers and this WeCom are made up. Ctrl-C 结束 · ends both.

            """));
    }

    private static string NewKey() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 24);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
