using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary><c>user/get</c>: a member's entry in the corp's address book.</summary>
internal sealed class MemberApi(CorpBook corp)
{
    private const int Activated = 1;

    public IEnumerable<WeComApi> Apis => [new(HttpMethod.Get, "/cgi-bin/user/get", Get)];

    private JsonObject Get(WeComCall call)
    {
        var userId = call.Query("userid");
        if (userId.Length == 0)
            throw WeComRefusal.Parameter("userid", "a member's userid");
        var member = corp.Members.FirstOrDefault(one => one.UserId == userId)
            ?? throw new WeComRefusal(Errcode.UnknownUserId, $"userid not found: {userId}");
        return new JsonObject { ["userid"] = member.UserId, ["name"] = member.Name, ["department"] = new JsonArray(1), ["status"] = Activated };
    }
}
