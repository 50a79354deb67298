using System.Text.Json.Nodes;
using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Corp tags: read, and mark on a relation.</summary>
internal sealed class TagApi(CorpBook corp)
{
    public IEnumerable<WeComApi> Apis =>
    [
        new(HttpMethod.Post, "/cgi-bin/externalcontact/get_corp_tag_list", List),
        new(HttpMethod.Post, "/cgi-bin/externalcontact/mark_tag", Mark, call => call.Text("external_userid")),
    ];

    private JsonObject List(WeComCall call)
    {
        var (tags, groups) = (call.Texts("tag_id"), call.Texts("group_id"));
        foreach (var id in tags)
            RequireTag(id);
        foreach (var id in groups)
            if (corp.Tags.Groups.All(group => group.Id != id))
                throw new WeComRefusal(Errcode.InvalidTag, $"invalid tag group id: {id}");

        // When both are given tag_id is ignored.
        var wanted = corp.Tags.Groups
            .Where(group => groups.Count == 0 || groups.Contains(group.Id))
            .Select(group => (group, Tags: groups.Count > 0 || tags.Count == 0 ? group.Tags : [.. group.Tags.Where(tag => tags.Contains(tag.Id))]))
            .Where(one => one.Tags.Count > 0);
        return new JsonObject { ["tag_group"] = new JsonArray([.. wanted.Select(one => (JsonNode)Group(one.group, one.Tags))]) };
    }

    private JsonObject Mark(WeComCall call)
    {
        var (add, remove) = (call.Texts("add_tag"), call.Texts("remove_tag"));
        if (add.Count + remove.Count == 0)
            throw WeComRefusal.Parameter("add_tag", "add_tag and remove_tag not both empty");
        if (add.Count > 1_000 || remove.Count > 1_000)
            throw new WeComRefusal(Errcode.TagCountOutOfRange, "number of tags out of range; allowed: 1 to 1000");
        foreach (var id in add.Concat(remove))
            RequireTag(id);
        if (!corp.IsMember(call.Text("userid")))
            throw new WeComRefusal(Errcode.InvalidUserId, "invalid userid");
        if (!corp.Customers.TryGetValue(call.Text("external_userid"), out var customer))
            throw new WeComRefusal(Errcode.InvalidExternalUserId, "invalid external_userid");
        var contact = customer.Readable.FirstOrDefault(contact => contact.Member == call.Text("userid"))
            ?? throw new WeComRefusal(Errcode.NoRelation, "not external contact of this member");
        contact.TagIds.UnionWith(add);
        contact.TagIds.ExceptWith(remove);
        return [];
    }

    private void RequireTag(string id)
    {
        if (corp.Tags.Find(id) is null)
            throw new WeComRefusal(Errcode.InvalidTag, $"invalid tag id: {id}");
    }

    private JsonObject Group(CorpTagGroup group, IReadOnlyList<CorpTag> tags)
    {
        var created = corp.Tags.CreatedAt.ToUnixTimeSeconds();
        return new JsonObject
        {
            ["group_id"] = group.Id, ["group_name"] = group.Name, ["create_time"] = created, ["order"] = 0, ["deleted"] = false,
            ["tag"] = new JsonArray([.. tags.Select(tag => (JsonNode)new JsonObject
            {
                ["id"] = tag.Id, ["name"] = tag.Name, ["create_time"] = created, ["order"] = 0, ["deleted"] = false,
            })]),
        };
    }
}
