using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Group codes (join ways).</summary>
internal sealed class JoinWayApi(CorpBook corp)
{
    private const string Base = "/cgi-bin/externalcontact/groupchat/";
    private const int ChatsMax = 5;
    private const int TextMax = 30;
    private const int BaseNameMax = 40;

    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Post, Base + "add_join_way", Add),
        new(HttpMethod.Post, Base + "get_join_way", Get),
        new(HttpMethod.Post, Base + "update_join_way", Update, call => call.Text("config_id")),
        new(HttpMethod.Post, Base + "del_join_way", Delete, call => call.Text("config_id")),
    ];

    private JsonObject Add(WeComCall call)
    {
        if (corp.Ways.Count + corp.Groups.WayCount >= ContactWays.Max)
            throw new WeComRefusal(Errcode.ContactWaysExhausted, "contact way count exhausted");
        var read = Read(call, "");
        return new JsonObject { ["config_id"] = corp.Groups.AddWay(id => read with { ConfigId = id }).ConfigId };
    }

    private JsonObject Get(WeComCall call)
    {
        var way = Required(call);
        var answer = new JsonObject
        {
            ["config_id"] = way.ConfigId, ["scene"] = way.Scene, ["remark"] = way.Remark, ["auto_create_room"] = way.AutoCreate ? 1 : 0,
            ["room_base_name"] = way.RoomBaseName, ["room_base_id"] = way.RoomBaseId, ["chat_id_list"] = new JsonArray([.. way.Chats.Select(chat => (JsonNode)chat)]),
            ["state"] = way.State, ["mark_source"] = false,
        };
        if (way.Scene == 2)
            answer["qr_code"] = $"{call.Request.Scheme}://{call.Request.Host}{CodePictures.Path}/{way.ConfigId}/0";
        return new JsonObject { ["join_way"] = answer };
    }

    /// <summary>Everything is replaced: what is left out is gone.</summary>
    private JsonObject Update(WeComCall call)
    {
        corp.Groups.Replace(Read(call, Required(call).ConfigId));
        return [];
    }

    private JsonObject Delete(WeComCall call)
    {
        corp.Groups.RemoveWay(Required(call).ConfigId);
        return [];
    }

    private JoinWay Required(WeComCall call)
    {
        var config = call.Text("config_id");
        if (config.Length == 0)
            throw new WeComRefusal(Errcode.ConfigIdMissing, "config_id missing");
        return corp.Groups.Way(config) ?? throw new WeComRefusal(Errcode.InvalidConfigId, "invalid config_id");
    }

    private JoinWay Read(WeComCall call, string configId)
    {
        var scene = call.Whole("scene") ?? throw new WeComRefusal(Errcode.ContactWaySceneMissing, "scene missing");
        if (scene is not (1 or 2))
            throw new WeComRefusal(Errcode.InvalidScene, "invalid scene; allowed: 1 (mini program), 2 (QR code)");
        var chats = call.Texts("chat_id_list");
        if (chats.Count > ChatsMax)
            throw new WeComRefusal(Errcode.TooManyChats, $"too many groups; allowed: {ChatsMax}");
        if (chats.Count == 0)
            throw WeComRefusal.Parameter("chat_id_list", "1 to 5 groups");
        if (chats.FirstOrDefault(chat => corp.Groups.Find(chat) is null) is { } unknown)
            throw new WeComRefusal(Errcode.NotACustomerGroup, $"not a customer group: {unknown}");
        var remark = call.Text("remark");
        return new JoinWay(
            configId, (int)scene, remark.Length > TextMax ? remark[..TextMax] : remark, (call.Whole("auto_create_room") ?? 1) == 1, Bounded("room_base_name", BaseNameMax),
            call.Whole("room_base_id") ?? 0, chats, Bounded("state", TextMax));

        string Bounded(string name, int most) => call.Text(name) is var text && text.Length <= most ? text
            : throw WeComRefusal.Parameter(name, $"at most {most} characters, given {text.Length}");
    }
}
