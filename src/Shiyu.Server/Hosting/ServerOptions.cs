using Shiyu.Runtime.Time;
using Shiyu.Server.Webhooks;
using Shiyu.WeCom;

namespace Shiyu.Server.Hosting;

/// <summary>How one server is set up: environment first, flags over it.</summary>
internal sealed record ServerOptions
{
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>The data folder; default <c>./data</c>.</summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>Addresses with a port each, several with <c>;</c>.</summary>
    /// <exception cref="ArgumentException">One of them is no such address.</exception>
    public string Urls
    {
        get;
        init => field = Checked(value);
    } = DefaultUrls;

    /// <summary>Null: the one stored, or a new one at the first start.</summary>
    public string? AdminKey { get; init => field = Key(value, "admin key"); }

    /// <summary>Null: the one stored, or a new one at the first start.</summary>
    public string? WriteKey { get; init => field = Key(value, "write key"); }

    /// <summary>Null: a new one at the first start.</summary>
    public string? ConsolePassword { get; init; }

    /// <summary>Business time at start; null: wall time, or the last decision in the log when that is later.</summary>
    public DateTimeOffset? TimeEpoch { get; init; }

    public double TimeRate { get; init; } = 1;

    public WeComOptions WeCom { get; init; } = new();

    public WebhookOptions Webhooks { get; init; } = new();

    /// <summary>What shops' order systems sign their requests with; null: none are taken.</summary>
    public byte[]? OrdersSecret { get; init; }

    /// <summary>Where the console's built files are; null: found beside the program.</summary>
    public string? ConsoleFolder { get; init; }

    /// <summary>Business time.</summary>
    /// <param name="last">The last decision in the log: business time never goes back before it.</param>
    public BusinessClock Clock(DateTimeOffset? last)
    {
        var wall = TimeProvider.System;
        if (this is { TimeEpoch: null, TimeRate: 1 }) return BusinessClock.Real(wall, last);
        var start = TimeEpoch ?? wall.GetUtcNow();
        return new BusinessClock(wall, last is { } decided && decided > start ? decided : start, TimeRate);
    }

    /// <summary>Of a workspace beside the default one: keys, password and WeCom's settings are its own, not the environment's.</summary>
    public ServerOptions OfWorkspace(string folder) => this with
    {
        DataFolder = folder,
        AdminKey = null,
        WriteKey = null,
        ConsolePassword = null,
        OrdersSecret = null,
        WeCom = new WeComOptions { BaseUrl = WeCom.BaseUrl, Slot = WeCom.Slot, SettleWait = WeCom.SettleWait, SettleInterval = WeCom.SettleInterval },
    };

    /// <param name="get">Looks a name up in the environment.</param>
    /// <exception cref="ArgumentException">A value cannot be used; the message names it.</exception>
    public static ServerOptions From(Func<string, string?> get)
    {
        var options = new ServerOptions { WeCom = WeComOptions.From(get) };
        if (get("SHIYU_DATA") is { Length: > 0 } data) options = options with { DataFolder = data };
        if (get("SHIYU_URLS") is { Length: > 0 } urls) options = options with { Urls = urls };
        if (get("SHIYU_ADMIN_KEY") is { Length: > 0 } admin) options = options with { AdminKey = admin };
        if (get("SHIYU_WRITE_KEY") is { Length: > 0 } write) options = options with { WriteKey = write };
        if (get("SHIYU_ORDERS_SECRET") is { Length: > 0 } orders)
        {
            // What was given is not repeated: it may be a secret with a slip in it.
            options = options with { OrdersSecret = WebhookSignature.ReadSecret(orders) ?? throw new ArgumentException("SHIYU_ORDERS_SECRET cannot be used; allowed: whsec_ and the base64 of 24 to 64 bytes.") };
        }
        if (get("SHIYU_WEBHOOKS_PRIVATE") is { Length: > 0 } reach)
            options = options with { Webhooks = new WebhookOptions { AllowPrivate = reach is "yes" or "no" ? reach == "yes" : throw new ArgumentException($"SHIYU_WEBHOOKS_PRIVATE is '{reach}'; allowed: yes, no.") } };
        return options;
    }

    private static string Checked(string urls)
    {
        var parts = ListenAddress.Split(urls);
        return parts.FirstOrDefault(url => ListenAddress.Read(url) is null) is { } wrong
                ? throw new ArgumentException($"The address '{wrong}' cannot be listened on; allowed: {ListenAddress.Allowed}.")
            : parts.Length > 0 ? urls
            : throw new ArgumentException($"No address to listen on is given; allowed: {ListenAddress.Allowed}.");
    }

    /// <summary>What keys are made of: they travel in Authorization headers.</summary>
    public const string KeyAllowed = "1 to 256 visible ASCII characters without ':' (it travels in Authorization headers)";

    public static bool IsKey(string key) => key.Length is >= 1 and <= 256 && key.All(c => c is > ' ' and < '\x7f' and not ':');

    private static string? Key(string? key, string name) =>
        key is null || IsKey(key) ? key : throw new ArgumentException($"The {name} cannot be used; allowed: {KeyAllowed}.");
}
