namespace Shiyu.WeCom;

/// <summary>How this workspace reaches WeCom and how WeCom reaches it. Empty texts mean "not set"; values are checked on the way in.</summary>
public sealed record WeComOptions
{
    /// <summary>Where the API lives, without a path.</summary>
    /// <value>An absolute http or https address; default <c>https://qyapi.weixin.qq.com</c>.</value>
    public Uri BaseUrl
    {
        get;
        init => field = value is { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" } ? value
            : throw Wrong(nameof(BaseUrl), value?.ToString(), "an absolute http or https address without query and user, such as https://qyapi.weixin.qq.com");
    } = new("https://qyapi.weixin.qq.com");

    /// <summary>The corp's id; also the receive id inside its callbacks.</summary>
    /// <value>Letters, digits, <c>-</c> and <c>_</c>, at most 64; empty when WeCom is not configured.</value>
    public string CorpId
    {
        get;
        init => field = Trimmed(value) is var id && id.Length <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? id
            : throw Wrong(nameof(CorpId), value, "letters, digits, '-' and '_', at most 64 (企业微信管理后台 → 我的企业 → 企业ID)");
    } = "";

    /// <summary>The self-built app's secret. Never logged, never part of a message.</summary>
    /// <value>At most 512 characters without white space; empty when WeCom is not configured.</value>
    public string Secret
    {
        get;
        init => field = Trimmed(value) is var secret && secret.Length <= 512 && !secret.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)) ? secret
            : throw Wrong(nameof(Secret), given: null, "at most 512 characters without white space");
    } = "";

    /// <summary>The callback's token.</summary>
    /// <value>1 to 32 letters and digits; empty when no callback is configured.</value>
    public string Token
    {
        get;
        init => field = Trimmed(value) is var token && token.Length <= 32 && token.All(char.IsAsciiLetterOrDigit) ? token
            : throw Wrong(nameof(Token), given: null, "at most 32 letters and digits");
    } = "";

    /// <summary>The callback's EncodingAESKey.</summary>
    /// <value>Exactly 43 letters and digits; empty when no callback is configured.</value>
    public string EncodingAesKey
    {
        get;
        init => field = Trimmed(value) is var key && (key.Length == 0 || (key.Length == 43 && key.All(char.IsAsciiLetterOrDigit))) ? key
            : throw Wrong(nameof(EncodingAesKey), given: null, "exactly 43 letters and digits");
    } = "";

    /// <summary>The app's agent id, with which it writes to members (advisor tasks).</summary>
    /// <value>1 to 2,147,483,647; null: members are not written to.</value>
    public int? AgentId
    {
        get;
        init => field = value is null or > 0 ? value : throw Wrong(nameof(AgentId), $"{value}", "a whole number above 0 (企业微信管理后台 → 应用管理 → 应用详情 → AgentId)");
    }

    /// <summary>Where members' devices reach this server: what a message to a member leads to.</summary>
    /// <value>An absolute http or https address; null: messages to members lead nowhere.</value>
    public Uri? PublicUrl
    {
        get;
        init => field = value is null or { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" } ? value
            : throw Wrong(nameof(PublicUrl), value.ToString(), "an absolute http or https address without query and user");
    }

    /// <summary>Direct messages that fall due in one slot are packed together: same member, same content, one task to confirm.</summary>
    /// <value>1 second to 1 day of business time; default 1 minute.</value>
    public TimeSpan Slot { get; init => field = Within(value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(Slot)); } = TimeSpan.FromMinutes(1);

    /// <summary>How long a request may take before it counts as unanswered.</summary>
    /// <value>1 second to 2 minutes of wall time; default 10 seconds.</value>
    public TimeSpan Timeout { get; init => field = Within(value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), nameof(Timeout)); } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a task that WeCom may have taken is given to show up in its listings before it may be sent again. Wall time: it covers the delay of
    /// WeCom's machines, which does not shrink when business time runs fast.
    /// </summary>
    /// <value>1 second to 1 day of wall time; default 10 minutes.</value>
    public TimeSpan SettleWait { get; init => field = Within(value, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), nameof(SettleWait)); } = TimeSpan.FromMinutes(10);

    /// <summary>How often WeCom is asked about unsettled tasks.</summary>
    /// <value>1 second to 1 hour of wall time; default 30 seconds.</value>
    public TimeSpan SettleInterval { get; init => field = Within(value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(SettleInterval)); } = TimeSpan.FromSeconds(30);

    /// <summary>Where the originals of media are kept.</summary>
    /// <value>A folder's path; it is made when it is needed.</value>
    public string MediaFolder { get; init; } = "media";

    /// <summary>Whether the API may be called.</summary>
    public bool IsConfigured => CorpId.Length > 0 && Secret.Length > 0;

    /// <summary>Whether members can be written to.</summary>
    public bool SendsAppMessages => IsConfigured && AgentId is not null;

    /// <summary>Keeps a call from going out to nobody, and from being tried again and again.</summary>
    /// <exception cref="Api.WeComUnreachableException">WeCom is not configured.</exception>
    internal void RequireConfigured()
    {
        if (!IsConfigured) throw new Api.WeComUnreachableException("/cgi-bin/gettoken", "WeCom is not configured (SHIYU_WECOM_CORP_ID, SHIYU_WECOM_SECRET)");
    }

    /// <summary>Whether callbacks can be verified and read.</summary>
    public bool TakesCallbacks => CorpId.Length > 0 && Token.Length > 0 && EncodingAesKey.Length > 0;

    /// <summary>Reads <c>SHIYU_WECOM_BASE_URL</c>, <c>_CORP_ID</c>, <c>_SECRET</c>, <c>_TOKEN</c>, <c>_AES_KEY</c>, <c>_AGENT_ID</c>, <c>_SLOT_SECONDS</c> and <c>_SETTLE_WAIT_SECONDS</c>, and <c>SHIYU_PUBLIC_URL</c>.</summary>
    /// <param name="get">Looks a name up, for example in the environment; null or empty where it is not set.</param>
    /// <exception cref="ArgumentException">A value is outside what is allowed; the message names it.</exception>
    public static WeComOptions From(Func<string, string?> get)
    {
        string Text(string name) => get("SHIYU_WECOM_" + name)?.Trim() ?? "";
        TimeSpan? Seconds(string name) => Text(name) is not { Length: > 0 } text ? null
            : double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 86_400 ? TimeSpan.FromSeconds(seconds)
            : throw Wrong("SHIYU_WECOM_" + name, text, "a number of seconds from 1 to 86400");
        var baseUrl = Text("BASE_URL");
        var options = new WeComOptions { CorpId = Text("CORP_ID"), Secret = Text("SECRET"), Token = Text("TOKEN"), EncodingAesKey = Text("AES_KEY") };
        if (baseUrl.Length > 0)
            options = options with { BaseUrl = Uri.TryCreate(baseUrl, UriKind.Absolute, out var uri) ? uri : throw Wrong("SHIYU_WECOM_BASE_URL", baseUrl, "an absolute http or https address") };
        if (Text("AGENT_ID") is { Length: > 0 } agent)
            options = options with { AgentId = int.TryParse(agent, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw Wrong("SHIYU_WECOM_AGENT_ID", agent, "a whole number above 0") };
        if (get("SHIYU_PUBLIC_URL")?.Trim() is { Length: > 0 } address)
            options = options with { PublicUrl = Uri.TryCreate(address, UriKind.Absolute, out var open) ? open : throw Wrong("SHIYU_PUBLIC_URL", address, "an absolute http or https address") };
        if (Seconds("SLOT_SECONDS") is { } slot) options = options with { Slot = slot };
        // Whoever shortens the wait wants to know within it, not half a minute later.
        if (Seconds("SETTLE_WAIT_SECONDS") is { } wait)
            options = options with { SettleWait = wait, SettleInterval = wait < options.SettleInterval ? wait : options.SettleInterval };
        return options;
    }

    /// <summary>Without the secrets, so that a log of the options gives nothing away.</summary>
    public override string ToString() => $"WeCom {{ {BaseUrl}, corp {(CorpId.Length == 0 ? "not set" : CorpId)}, configured {IsConfigured}, callbacks {TakesCallbacks} }}";

    private static string Trimmed(string? value) => value?.Trim() ?? "";

    private static TimeSpan Within(TimeSpan value, TimeSpan shortest, TimeSpan longest, string name) =>
        value >= shortest && value <= longest ? value : throw Wrong(name, value.ToString(), $"{shortest} to {longest}");

    private static ArgumentException Wrong(string name, string? given, string allowed) =>
        new($"{name} is {(given is null ? "not usable" : $"'{given}'")}; allowed: {allowed}.", name);
}
