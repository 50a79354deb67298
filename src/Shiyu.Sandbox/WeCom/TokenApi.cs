using System.Text.Json.Nodes;

namespace Shiyu.Sandbox.WeCom;

/// <summary><c>gettoken</c>.</summary>
internal sealed class TokenApi(SandboxOptions options, AccessTokens tokens)
{
    public IEnumerable<WeComApi> Apis => [new(HttpMethod.Get, "/cgi-bin/gettoken", GetToken, NeedsToken: false)];

    private JsonObject GetToken(WeComCall call)
    {
        if (call.Query("corpid") != options.CorpId)
            throw new WeComRefusal(Errcode.InvalidCorpId, "invalid corpid");
        if (call.Query("corpsecret") != options.Secret)
            throw new WeComRefusal(Errcode.WrongSecret, "invalid credential: wrong corpsecret");
        var (token, expiresIn) = tokens.Get();
        return new JsonObject { ["access_token"] = token, ["expires_in"] = expiresIn };
    }
}
