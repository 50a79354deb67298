using System.CommandLine;

namespace Shiyu.Server.Cli;

/// <summary>The flags of WeCom: each is the environment's name in small letters, and wins over it.</summary>
internal static class WeComFlags
{
    /// <returns>The environment's name → its flag.</returns>
    public static IReadOnlyDictionary<string, Option<string?>> Create() => new Dictionary<string, Option<string?>>
    {
        ["SHIYU_WECOM_CORP_ID"] = Flag("--wecom-corp-id", "The corp's id (企业ID). SHIYU_WECOM_CORP_ID", "ID"),
        ["SHIYU_WECOM_SECRET"] = Flag("--wecom-secret", "The app's secret; the environment is the better place. SHIYU_WECOM_SECRET", "SECRET"),
        ["SHIYU_WECOM_TOKEN"] = Flag("--wecom-token", "The callback's token. SHIYU_WECOM_TOKEN", "TOKEN"),
        ["SHIYU_WECOM_AES_KEY"] = Flag("--wecom-aes-key", "The callback's EncodingAESKey. SHIYU_WECOM_AES_KEY", "KEY"),
        ["SHIYU_WECOM_AGENT_ID"] = Flag("--wecom-agent-id", "The app's AgentId, to write to members. SHIYU_WECOM_AGENT_ID", "ID"),
        ["SHIYU_PUBLIC_URL"] = Flag("--public-url", "Where members' devices reach this server. SHIYU_PUBLIC_URL", "URL"),
        ["SHIYU_WECOM_BASE_URL"] = Flag("--wecom-base-url", "Where WeCom's API is. SHIYU_WECOM_BASE_URL; default https://qyapi.weixin.qq.com", "URL"),
        ["SHIYU_WECOM_SLOT_SECONDS"] = Flag("--wecom-slot-seconds", "Messages due within it are packed. SHIYU_WECOM_SLOT_SECONDS; default 60", "SECONDS"),
        ["SHIYU_WECOM_SETTLE_WAIT_SECONDS"] = Flag("--wecom-settle-wait-seconds", "How long an unanswered task may take to show up. SHIYU_WECOM_SETTLE_WAIT_SECONDS; default 600", "SECONDS"),
    };

    public static string? Of(IReadOnlyDictionary<string, Option<string?>> flags, ParseResult parsed, string name) =>
        flags.TryGetValue(name, out var flag) ? parsed.GetValue(flag) : null;

    private static Option<string?> Flag(string name, string description, string help) => new(name) { Description = description, HelpName = help };
}
