using System.Text.Json;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Contact ways (联系我): made, read, listed, changed and deleted. Temporary ways are for the medical industry, which this corp is not in.</summary>
internal sealed class ContactWayApi(CorpBook corp, Cursors cursors, BusinessTime time)
{
    private const int UsersMax = 100;
    private const int RemarkMax = 30;
    private const int StateMax = 30;
    private const int ListMax = 1_000;
    private static readonly TimeSpan ListedFrom = TimeSpan.FromDays(90);

    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Post, "/cgi-bin/externalcontact/add_contact_way", Add),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/get_contact_way", Get),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/list_contact_way", List),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/update_contact_way", Update, call => call.Text("config_id")),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/del_contact_way", Delete, call => call.Text("config_id")),
    ];

    private JsonObject Add(WeComCall call)
    {
        var type = call.Whole("type") ?? throw new WeComRefusal(Errcode.ContactWayTypeMissing, "contact way type missing");
        if (type is not (1 or 2))
            throw WeComRefusal.Parameter("type", "1 (one member) or 2 (several)");
        var scene = call.Whole("scene") ?? throw new WeComRefusal(Errcode.ContactWaySceneMissing, "contact way scene missing");
        if (scene is not (1 or 2))
            throw new WeComRefusal(Errcode.InvalidScene, "invalid contact way scene; allowed: 1 (mini program), 2 (QR code)");
        if (call.Flag("is_temp"))
            throw WeComRefusal.Parameter("is_temp", "false: temporary chats are for the medical industry");
        if (corp.Ways.Count >= ContactWays.Max)
            throw new WeComRefusal(Errcode.ContactWaysExhausted, "contact way count exhausted");
        var users = call.Texts("user");
        CheckUsers(users, (int)type, call);
        CheckRest(call, (int)scene);
        var way = corp.Ways.Add((int)type, (int)scene, time.Now, made =>
        {
            made.Users = users;
            Fill(made, call);
        });
        var answer = new JsonObject { ["config_id"] = way.ConfigId };
        if (way.Scene == 2)
            answer["qr_code"] = Picture(way, call);
        return answer;
    }

    private JsonObject Get(WeComCall call)
    {
        var way = Required(call);
        var answer = new JsonObject
        {
            ["config_id"] = way.ConfigId, ["type"] = way.Type, ["scene"] = way.Scene, ["style"] = way.Style, ["remark"] = way.Remark,
            ["skip_verify"] = way.SkipVerify, ["state"] = way.State, ["user"] = new JsonArray([.. way.Users.Select(user => (JsonNode)user)]),
            ["party"] = new JsonArray(),
        };
        if (way.Scene == 2)
            answer["qr_code"] = Picture(way, call);
        return new JsonObject { ["contact_way"] = answer };
    }

    private JsonObject List(WeComCall call)
    {
        var limit = call.Limit(100, ListMax);
        var from = call.Whole("start_time") ?? (time.Now - ListedFrom).ToUnixTimeSeconds();
        var to = call.Whole("end_time") ?? time.Now.ToUnixTimeSeconds();
        var listing = $"ways|{from}|{to}";
        var after = cursors.Read(listing, call.Text("cursor")) ?? 0;
        var page = corp.Ways.All.Where(way => way.Number > after && way.CreatedAt.ToUnixTimeSeconds() is var at && at >= from && at <= to).Take(limit + 1).ToList();
        return new JsonObject
        {
            ["contact_way"] = new JsonArray([.. page.Take(limit).Select(way => (JsonNode)new JsonObject { ["config_id"] = way.ConfigId })]),
            ["next_cursor"] = page.Count > limit ? cursors.Make(listing, page[limit - 1].Number) : "",
        };
    }

    /// <summary>Only what is given changes; a list of users replaces the one before. The code's picture stays.</summary>
    private JsonObject Update(WeComCall call)
    {
        var way = Required(call);
        var users = call.Property("user") is null ? way.Users : call.Texts("user");
        CheckUsers(users, way.Type, call);
        CheckRest(call, way.Scene);
        var before = way.State;
        way.Users = users;
        Fill(way, call);
        corp.Ways.Changed(way, before);
        return [];
    }

    private JsonObject Delete(WeComCall call)
    {
        corp.Ways.Remove(Required(call));
        return [];
    }

    private ContactWay Required(WeComCall call)
    {
        var config = call.Text("config_id");
        if (config.Length == 0)
            throw new WeComRefusal(Errcode.ConfigIdMissing, "config_id missing");
        return corp.Ways.Find(config) ?? throw new WeComRefusal(Errcode.InvalidConfigId, "invalid config_id");
    }

    private void CheckUsers(IReadOnlyList<string> users, int type, WeComCall call)
    {
        if (call.Property("party") is { } party && (party.ValueKind != JsonValueKind.Array || party.GetArrayLength() > 0))
            throw new WeComRefusal(Errcode.NoPermission, "no permission: the stand-in corp has no departments");
        if (users.Count == 0 || (type == 1 && users.Count != 1))
            throw WeComRefusal.Parameter("user", type == 1 ? "exactly one member" : "at least one member");
        if (users.Distinct(StringComparer.Ordinal).Count() > UsersMax)
            throw new WeComRefusal(Errcode.TooManyUsers, $"too many users; allowed: {UsersMax}");
        foreach (var user in users)
        {
            if (!corp.IsMember(user))
                throw new WeComRefusal(Errcode.UnknownUserId, $"userid not found: {user}");
            if (corp.Ways.Restricted.TryGetValue(user, out var code))
                throw new WeComRefusal(code, $"member {user} cannot stand on a contact way");
        }
    }

    private static void CheckRest(WeComCall call, int scene)
    {
        if (call.Whole("style") is { } style && (scene != 1 || style is < 1 or > 3))
            throw new WeComRefusal(Errcode.InvalidStyle, "invalid style; allowed: 1 to 3, for scene 1");
        if (call.Text("state") is var state && state.Length > StateMax)
            throw WeComRefusal.Parameter("state", $"at most {StateMax} characters, given {state.Length}");
    }

    private static void Fill(ContactWay way, WeComCall call)
    {
        if (call.Whole("style") is { } style)
            way.Style = (int)style;
        if (call.Property("remark") is not null)
            way.Remark = call.Text("remark") is var remark && remark.Length > RemarkMax ? remark[..RemarkMax] : remark;
        if (call.Property("skip_verify") is not null)
            way.SkipVerify = call.Flag("skip_verify");
        if (call.Property("state") is not null)
            way.State = call.Text("state");
    }

    private static string Picture(ContactWay way, WeComCall call) => $"{call.Request.Scheme}://{call.Request.Host}{CodePictures.Path}/{way.ConfigId}/0";
}
