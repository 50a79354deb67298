using System.Text.Json;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Messages of the app to members, and taking them back. Quotas and the age of a message go by the wall, as all limits of calls.</summary>
internal sealed class AppMessageApi(CorpBook corp, AppInbox inbox, BusinessTime time, TimeProvider wall, SandboxOptions options)
{
    private const int ReceiversMax = 1_000;
    private const int IntervalMax = 4 * 3_600;

    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Post, "/cgi-bin/message/send", Send),
        new(HttpMethod.Post, "/cgi-bin/message/recall", Recall),
    ];

    private JsonObject Send(WeComCall call)
    {
        if (call.Whole("agentid") != options.AgentId)
            throw new WeComRefusal(Errcode.InvalidAgentId, "invalid agentid");
        var receivers = call.Text("touser").Split('|', StringSplitOptions.RemoveEmptyEntries);
        if (receivers.Length > ReceiversMax)
            throw WeComRefusal.Parameter("touser", $"at most {ReceiversMax} members, given {receivers.Length}");
        var known = receivers.Where(corp.IsMember).ToList();
        var content = Content(call);
        if (known.Count == 0)
            throw new WeComRefusal(Errcode.NoReceiver, "user & party & tag all invalid");
        var check = call.Whole("enable_duplicate_check") ?? 0;
        if (check is not (0 or 1))
            throw WeComRefusal.Parameter("enable_duplicate_check", "0 or 1");
        var interval = call.Whole("duplicate_check_interval") ?? 1_800;
        if (interval is < 1 or > IntervalMax)
            throw WeComRefusal.Parameter("duplicate_check_interval", $"1 to {IntervalMax} seconds");
        var msgId = inbox.Take(known, content, check == 1 ? TimeSpan.FromSeconds(interval) : TimeSpan.Zero, time.Now, wall.GetUtcNow());
        return new JsonObject { ["invaliduser"] = string.Join('|', receivers.Except(known)), ["msgid"] = msgId };
    }

    private JsonObject Recall(WeComCall call)
    {
        var msgId = call.Text("msgid");
        if (msgId.Length == 0 || inbox.SentAt(msgId) is not { } sentAt)
            throw WeComRefusal.Parameter("msgid", "the id of a message of this app");
        if (wall.GetUtcNow() - sentAt > TimeSpan.FromHours(24))
            throw new WeComRefusal(Errcode.TooOldToRecall, "recall message over 24 hours");
        inbox.Recall(msgId);
        return [];
    }

    private static AppContent Content(WeComCall call)
    {
        var type = call.Text("msgtype");
        var part = call.Property(type is "text" or "textcard" ? type : "msgtype") is { ValueKind: JsonValueKind.Object } given ? given
            : throw (type is "text" or "textcard" ? WeComRefusal.Parameter(type, "an object") : new WeComRefusal(Errcode.InvalidMsgType, $"invalid msgtype '{type}': the stand-in knows text and textcard"));
        string Required(string name)
        {
            var text = WeComCall.Text(part, name, $"{type}.{name}");
            return text.Length > 0 ? text : throw WeComRefusal.Parameter($"{type}.{name}", "not empty");
        }
        if (type == "text")
        {
            var text = Required("content");
            WeComCall.AtMostBytes(text, 2_048, "text.content");
            return new AppContent(type, text, "", null);
        }
        var (title, description, url) = (Required("title"), Required("description"), Required("url"));
        AtMostCharacters(title, 128, "textcard.title");
        AtMostCharacters(description, 512, "textcard.description");
        AtMostCharacters(WeComCall.Text(part, "btntxt", "textcard.btntxt"), 4, "textcard.btntxt");
        WeComCall.AtMostBytes(url, 2_048, "textcard.url");
        return new AppContent(type, title, description, url);
    }

    private static void AtMostCharacters(string text, int max, string path)
    {
        if (text.Length > max)
            throw WeComRefusal.Parameter(path, $"at most {max} characters, given {text.Length}");
    }
}
