namespace Shiyu.Sandbox;

/// <summary>How one stand-in corp and its town are set up; every value has a flag of the same name.</summary>
public sealed record SandboxOptions
{
    /// <summary>Where the stand-in listens; default <c>http://127.0.0.1:5081</c>.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5081";

    /// <summary>Business time at <see cref="EpochWall"/>; null: wall time at start.</summary>
    public DateTimeOffset? Epoch { get; init; }

    /// <summary>The wall instant at which business time was <see cref="Epoch"/>; null: the start of this program.</summary>
    public DateTimeOffset? EpochWall { get; init; }

    /// <summary>Business seconds per wall second, above 0; default 1440, a day a minute.</summary>
    public double Rate { get; init; } = 1440;

    /// <summary>Same seed and epoch: same people, same ids, same wishes.</summary>
    public ulong Seed { get; init; } = 20260301;

    /// <summary>Shiyu's address; the town needs it, the stand-in alone does not.</summary>
    public Uri? Server { get; init; }

    /// <summary>Where callbacks go; null: <c>/wecom/callback</c> on <see cref="Server"/>, or nowhere without a server.</summary>
    public Uri? CallbackUrl { get; init; }

    /// <summary>Shiyu's write key, for the shop's Segment calls.</summary>
    public string WriteKey { get; init; } = "";

    /// <summary>Shiyu's admin key, for the part that stands for the message archive.</summary>
    public string AdminKey { get; init; } = "";

    public string CorpId { get; init; } = "ww5a7d3c1e9b204f68";

    public string Secret { get; init; } = "sandbox-secret";

    /// <summary>The app's, with which it writes to members.</summary>
    public int AgentId { get; init; } = 1_000_002;

    /// <summary>At most 32 letters and digits.</summary>
    public string Token { get; init; } = "sandboxtoken";

    /// <summary>Exactly 43 letters and digits.</summary>
    public string AesKey { get; init; } = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    /// <summary>Advisors, 1 to 1,000; default 4.</summary>
    public int Members { get; init; } = 4;

    /// <summary>Customers whom the corp had before, and about whom nobody is called back, 0 to 200,000; default 0.</summary>
    public int OldFriends { get; init; }

    /// <summary>New friends a business day, 0 to 2,000; default 60.</summary>
    public int ArrivalsPerDay { get; init; } = 60;

    /// <summary>Nobody new arrives while this many people are friends; default 500.</summary>
    public int PopulationMax { get; init; } = 500;

    /// <summary>False: the stand-in alone, moved by hand through <c>/sandbox</c>.</summary>
    public bool Town { get; init; } = true;

    /// <summary>Calls of one API in flight beyond which it answers 45033; default 10.</summary>
    public int ConcurrencyMax { get; init; } = 10;

    /// <summary>Calls of one API a wall minute beyond which it answers 45009; WeCom's own 10,000 by default.</summary>
    public int CallsPerMinute { get; init; } = 10_000;

    /// <summary>For this long after its making a task is "being dispatched" (41063); wall time, default 200 ms.</summary>
    public TimeSpan Dispatching { get; init; } = TimeSpan.FromMilliseconds(200);

    internal Uri? Callback => CallbackUrl ?? (Server is null ? null : new Uri(Server, "/wecom/callback"));
}
