using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.WeCom;

/// <summary><c>send_welcome_msg</c>: within 20 wall seconds, once per code.</summary>
internal sealed class WelcomeApi(CorpBook corp, BusinessTime time, TimeProvider wall)
{
    public IEnumerable<WeComApi> Apis =>
        [new(HttpMethod.Post, "/cgi-bin/externalcontact/send_welcome_msg", Send, call => call.Text("welcome_code"), Errcode.WelcomeInProgress)];

    private JsonObject Send(WeComCall call)
    {
        var given = call.Text("welcome_code");
        if (given.Length == 0)
            throw new WeComRefusal(Errcode.WelcomeCodeMissing, "welcome_code missing");
        if (!corp.WelcomeCodes.TryGetValue(given, out var code))
            throw new WeComRefusal(Errcode.WelcomeCodeInvalid, "invalid welcome_code");
        if (code.Used)
            throw new WeComRefusal(Errcode.WelcomeSent, "welcome message already sent");
        if (wall.GetUtcNow() - code.IssuedOnTheWall > WelcomeCode.Lifetime)
            throw new WeComRefusal(Errcode.WelcomeCodeInvalid, "welcome_code expired");
        var contact = corp.Customers[code.ExternalUserId].Contacts[code.Member];
        if (contact.ChatStarted)
            throw new WeComRefusal(Errcode.WelcomeSent, "the chat has already started");
        if (!contact.IsFriend && !contact.Half)
            throw new WeComRefusal(Errcode.NoRelation, "not external contact");
        var content = MessageContent.Read(call, corp.Media);
        corp.Welcome(code, content.Text, content.Attachments, time.Now);
        return [];
    }
}
