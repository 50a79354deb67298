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
        var customers = corp.RelationsOf(userId).Select(one => (JsonNode)one.Relation.Customer.ExternalUserId).ToArray();
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
        var (page, next) = Page([.. members.Distinct(StringComparer.Ordinal)], cursors.Read(listing, call.Text("cursor")) ?? 0, limit);
        return new JsonObject
        {
            ["external_contact_list"] = new JsonArray([.. page.Select(relation => (JsonNode)new JsonObject
            {
                ["external_contact"] = Profile(relation.Customer),
                ["follow_info"] = FollowInfo(relation.Customer, relation.Contact),
            })]),
            ["next_cursor"] = next is { } place ? cursors.Make(listing, place) : "",
        };
    }

    /// <summary>The relations of several members, one member after another.</summary>
    /// <param name="from">Which member, and how many of its relations are behind us: in one number, as the cursor carries it.</param>
    private (List<Relation> Page, long? Next) Page(IReadOnlyList<string> members, long from, int limit)
    {
        const long Member = 1L << 32;
        var page = new List<Relation>(limit);
        var behind = (int)(from % Member);
        for (var member = (int)(from / Member); member < members.Count; member++, behind = 0)
        {
            foreach (var (relation, next) in corp.RelationsOf(members[member], behind))
            {
                if (page.Count == limit) return (page, (member * Member) + behind);
                page.Add(relation);
                behind = next;
            }
        }
        return (page, null);
    }

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
