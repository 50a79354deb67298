using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Shiyu.Sandbox.Callbacks;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox;

/// <summary>The command line: <c>shiyu-sandbox</c>. Exit codes: 0 ended as asked, 1 could not run, 2 wrong usage.</summary>
internal static class SandboxCommand
{
    private static readonly SandboxOptions Usual = new();

    public static RootCommand Create()
    {
        var urls = new Option<string>("--urls") { Description = "Where the stand-in listens.", DefaultValueFactory = _ => Usual.Urls };
        var epoch = Instant("--epoch", "Business time at --epoch-wall, ISO 8601 with offset (default: wall time at start).");
        var epochWall = Instant("--epoch-wall", "The wall instant at which business time was --epoch (default: the start).");
        var rate = new Option<double>("--rate") { Description = "Business seconds per wall second; 1440 is a day a minute.", DefaultValueFactory = _ => Usual.Rate };
        var seed = new Option<ulong>("--seed") { Description = "Same seed and epoch: same people, same wishes.", DefaultValueFactory = _ => Usual.Seed };
        var server = Address("--server", "Shiyu's address; the town needs it.");
        var callback = Address("--callback-url", "Where callbacks go (default: /wecom/callback on --server).");
        var writeKey = new Option<string>("--write-key") { Description = "Shiyu's write key, for the shop's Segment calls.", DefaultValueFactory = _ => "" };
        var adminKey = new Option<string>("--admin-key") { Description = "Shiyu's admin key, for the archive's stand-in.", DefaultValueFactory = _ => "" };
        var corpId = new Option<string>("--corp-id") { Description = "The corp's id.", DefaultValueFactory = _ => Usual.CorpId };
        var secret = new Option<string>("--secret") { Description = "The app's secret.", DefaultValueFactory = _ => Usual.Secret };
        var token = new Option<string>("--token") { Description = "The callback's token: at most 32 letters and digits.", DefaultValueFactory = _ => Usual.Token };
        var aesKey = new Option<string>("--aes-key") { Description = "The callback's EncodingAESKey: 43 letters and digits.", DefaultValueFactory = _ => Usual.AesKey };
        var members = Number("--members", $"Advisors, 1 to {Staff.Max}.", Usual.Members, 1, Staff.Max);
        var oldFriends = Number("--old-friends", "Customers whom the corp had before Shiyu came; only a synchronisation finds them.", Usual.OldFriends, 0, 200_000);
        var arrivals = Number("--arrivals-per-day", "New friends a business day.", Usual.ArrivalsPerDay, 0, 2_000);
        var population = Number("--population-max", "Nobody arrives while so many are friends.", Usual.PopulationMax, 1, 100_000);
        var noTown = new Option<bool>("--no-town") { Description = "The stand-in alone; people are moved through /sandbox." };
        var root = new RootCommand("A stand-in WeCom (企业微信) server and a town of virtual customers. It speaks only HTTP.")
        {
            urls, epoch, epochWall, rate, seed, server, callback, writeKey, adminKey, corpId, secret, token, aesKey, members, oldFriends, arrivals, population, noTown,
        };
        root.Validators.Add(result =>
        {
            if (!(result.GetValue(rate) is > 0 and <= 1_000_000))
                result.AddError($"--rate is {result.GetValue(rate).ToString(CultureInfo.InvariantCulture)}; allowed: above 0, at most 1000000.");
            if (!result.GetValue(noTown) && result.GetValue(server) is null)
                result.AddError("--server is missing; the town sends its events there. For the stand-in alone give --no-town.");
        });
        root.SetAction(async (parsed, stop) => await RunAsync(new SandboxOptions
        {
            Urls = parsed.GetValue(urls)!, Epoch = parsed.GetValue(epoch), EpochWall = parsed.GetValue(epochWall), Rate = parsed.GetValue(rate),
            Seed = parsed.GetValue(seed), Server = parsed.GetValue(server), CallbackUrl = parsed.GetValue(callback),
            WriteKey = parsed.GetValue(writeKey)!, AdminKey = parsed.GetValue(adminKey)!, CorpId = parsed.GetValue(corpId)!,
            Secret = parsed.GetValue(secret)!, Token = parsed.GetValue(token)!, AesKey = parsed.GetValue(aesKey)!,
            Members = parsed.GetValue(members), OldFriends = parsed.GetValue(oldFriends), ArrivalsPerDay = parsed.GetValue(arrivals), PopulationMax = parsed.GetValue(population),
            Town = !parsed.GetValue(noTown),
        }, stop));
        return root;
    }

    private static async Task<int> RunAsync(SandboxOptions options, CancellationToken stop)
    {
        try
        {
            _ = new CallbackCrypto(options.Token, options.AesKey, options.CorpId);
        }
        catch (ArgumentException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        await using var app = SandboxHost.Build(options, TimeProvider.System);
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"Cannot listen on {options.Urls}: {error.Message}");
            return 1;
        }
        await Console.Error.WriteLineAsync($"The stand-in WeCom listens on {options.Urls}; {(options.Town ? $"the town runs at {options.Rate:0.##} business seconds a second." : "no town.")}");
        await app.WaitForShutdownAsync(stop);
        return 0;
    }

    private static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                return instant;
            result.AddError($"{name} is '{given}'; allowed: an instant such as 2026-03-02T08:00:00+08:00.");
            return null;
        },
    };

    private static Option<Uri?> Address(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var given = result.Tokens[0].Value;
            if (Uri.TryCreate(given, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
                return address;
            result.AddError($"{name} is '{given}'; allowed: an http or https address.");
            return null;
        },
    };

    private static Option<int> Number(string name, string description, int usual, int min, int max)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var given && (given < min || given > max))
                result.AddError($"{name} is {given}; allowed: {min} to {max}.");
        });
        return option;
    }
}
