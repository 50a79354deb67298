using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary>External contacts: who serves, whom, and the details.</summary>
internal sealed class ContactApi(CorpBook corp, Cursors cursors)
{
    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Get, "/cgi-bin/externalcontact/get_follow_user_list", FollowUsers),
        new(HttpMethod.Get, "/cgi-bin/externalcontact/list", List),
        new(HttpMethod.Get, "/cgi-bin/externalcontact/get", Get),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/batch/get_by_user", BatchByUser),
    ];

    private JsonObject FollowUsers(WeComCall call) =>
        new() { ["follow_user"] = new JsonArray([.. corp.Members.Select(member => (JsonNode)member.UserId)]) };

    private JsonObject List(WeComCall call)
    {
        var userId = call.Query("userid");
        RequireMember(userId, "userid");
        var customers = Relations(userId).Select(relation => (JsonNode)relation.Customer.ExternalUserId).ToArray();
        return customers.Length > 0 ? new JsonObject { ["external_userid"] = new JsonArray(customers) }
            : throw new WeComRefusal(Errcode.NoRelation, "not external contact: the member has no customers");
    }

    private JsonObject Get(WeComCall call)
    {
        var id = call.Query("external_userid");
        if (id.Length == 0)
            throw WeComRefusal.Parameter("external_userid", "a customer's id");
        if (!corp.Customers.TryGetValue(id, out var customer))
            throw new WeComRefusal(Errcode.InvalidExternalUserId, "invalid external_userid");

        // Followers come 500 a page; a stand-in corp has a dozen members, so every cursor is a foreign one.
        cursors.Read("get|" + id, call.Query("cursor"));
        var relations = customer.Readable.ToList();
        if (relations.Count == 0)
            throw new WeComRefusal(Errcode.NoRelation, "not external contact");
        return new JsonObject
        {
            ["external_contact"] = Profile(customer),
            ["follow_user"] = new JsonArray([.. relations.Select(relation => (JsonNode)FollowUser(customer, relation))]),
        };
    }

    private JsonObject BatchByUser(WeComCall call)
    {
        var members = call.Texts("userid_list");
        if (members.Count is 0 or > 100)
            throw WeComRefusal.Parameter("userid_list", $"1 to 100 members, given {members.Count}");
        foreach (var member in members)
            RequireMember(member, "userid_list");
        var limit = (int)Math.Clamp(call.Whole("limit") is { } given and > 0 ? given : 50, 1, 100);
        var listing = "batch|" + string.Join(',', members);
        var start = (int)(cursors.Read(listing, call.Text("cursor")) ?? 0);
        var relations = members.Distinct(StringComparer.Ordinal).SelectMany(Relations).ToList();
        var page = relations.Skip(start).Take(limit).Select(relation => (JsonNode)new JsonObject
        {
            ["external_contact"] = Profile(relation.Customer),
            ["follow_info"] = FollowInfo(relation.Customer, relation.Contact),
        });
        return new JsonObject
        {
            ["external_contact_list"] = new JsonArray([.. page]),
            ["next_cursor"] = start + limit < relations.Count ? cursors.Make(listing, start + limit) : "",
        };
    }

    /// <summary>Oldest first, so that a page stays where it was when a customer is added meanwhile.</summary>
    private IEnumerable<(CorpCustomer Customer, Contact Contact)> Relations(string member) =>
        from customer in corp.Customers.Values
        from contact in customer.Readable
        where contact.Member == member
        orderby contact.CreatedAt, customer.ExternalUserId
        select (customer, contact);

    private void RequireMember(string userId, string parameter)
    {
        if (userId.Length == 0)
            throw WeComRefusal.Parameter(parameter, "a member's userid");
        if (!corp.IsMember(userId))
            throw new WeComRefusal(Errcode.UnknownUserId, $"userid not found: {userId}");
    }

    private static JsonObject Profile(CorpCustomer customer) => new()
    {
        ["external_userid"] = customer.ExternalUserId, ["name"] = customer.Name, ["avatar"] = "", ["type"] = 1,
        ["gender"] = customer.Gender, ["unionid"] = customer.UnionId,
    };

    private static JsonObject Common(CorpCustomer customer, Contact contact) => new()
    {
        ["userid"] = contact.Member, ["remark"] = contact.Remark ?? customer.Name, ["description"] = contact.Description,
        ["createtime"] = contact.CreatedAt.ToUnixTimeSeconds(), ["remark_mobiles"] = new JsonArray(),
        ["oper_userid"] = customer.ExternalUserId, ["add_way"] = contact.AddWay, ["state"] = contact.State,
    };

    private JsonObject FollowUser(CorpCustomer customer, Contact contact)
    {
        var tags = contact.TagIds.Select(id => (Id: id, Found: corp.Tags.Find(id)!.Value)).Select(tag => (JsonNode)new JsonObject
        {
            ["group_name"] = tag.Found.Group.Name, ["tag_name"] = tag.Found.Tag.Name, ["tag_id"] = tag.Id, ["type"] = 1,
        });
        var answer = Common(customer, contact);
        answer["tags"] = new JsonArray([.. tags]);
        return answer;
    }

    private static JsonObject FollowInfo(CorpCustomer customer, Contact contact)
    {
        var answer = Common(customer, contact);
        answer["tag_id"] = new JsonArray([.. contact.TagIds.Select(id => (JsonNode)id)]);
        return answer;
    }
}
