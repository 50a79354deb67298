using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Customer groups: the list, and one group's details.</summary>
internal sealed class GroupChatApi(CorpBook corp, Cursors cursors)
{
    private const int PageMax = 1_000;
    private const int OwnersMax = 100;

    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Post, "/cgi-bin/externalcontact/groupchat/list", List),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/groupchat/get", Get),
    ];

    private JsonObject List(WeComCall call)
    {
        if (call.Whole("limit") is not (>= 1 and <= PageMax and var limit))
            throw WeComRefusal.Parameter("limit", $"required, 1 to {PageMax}");
        if (call.Whole("status_filter") is { } status and (< 0 or > 3))
            throw WeComRefusal.Parameter("status_filter", $"0 to 3, given {status}");
        var owners = call.Property("owner_filter") is { } filter ? new WeComCall(call.Request, filter).Texts("userid_list") : [];
        if (owners.Count > OwnersMax)
            throw WeComRefusal.Parameter("owner_filter.userid_list", $"at most {OwnersMax} members, given {owners.Count}");
        // Nobody of this corp has resigned from a group, so every other state lists nothing.
        var groups = call.Whole("status_filter") is > 0 ? [] : corp.Groups.All.Where(group => owners.Count == 0 || owners.Contains(group.Owner)).ToList();
        var listing = $"groups|{call.Whole("status_filter")}|{string.Join(',', owners)}";
        var start = (int)(cursors.Read(listing, call.Text("cursor")) ?? 0);
        return new JsonObject
        {
            ["group_chat_list"] = new JsonArray([.. groups.Skip(start).Take((int)limit).Select(group => (JsonNode)new JsonObject { ["chat_id"] = group.Id, ["status"] = 0 })]),
            ["next_cursor"] = start + limit < groups.Count ? cursors.Make(listing, start + limit) : "",
        };
    }

    private JsonObject Get(WeComCall call)
    {
        var group = corp.Groups.Find(call.Text("chat_id")) ?? throw new WeComRefusal(Errcode.NotACustomerGroup, "not a customer group of this corp");
        var named = call.Whole("need_name") is 1;
        var joined = group.CreatedAt.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["group_chat"] = new JsonObject
            {
                ["chat_id"] = group.Id, ["name"] = group.Name, ["owner"] = group.Owner, ["create_time"] = joined, ["notice"] = "",
                ["member_list"] = new JsonArray([Owner(), .. group.Customers.Select(Customer)]),
                ["admin_list"] = new JsonArray(), ["member_version"] = group.Version,
            },
        };

        JsonNode Owner() => Named(new JsonObject { ["userid"] = group.Owner, ["type"] = 1, ["join_time"] = joined, ["join_scene"] = 1, ["group_nickname"] = "" },
            corp.Members.First(member => member.UserId == group.Owner).Name);

        JsonNode Customer(CorpCustomer customer) => Named(new JsonObject
        {
            ["userid"] = customer.ExternalUserId, ["type"] = 2, ["unionid"] = customer.UnionId, ["join_time"] = joined, ["join_scene"] = 3, ["group_nickname"] = "",
        }, customer.Name);

        JsonObject Named(JsonObject member, string name)
        {
            if (named) member["name"] = name;
            return member;
        }
    }
}
