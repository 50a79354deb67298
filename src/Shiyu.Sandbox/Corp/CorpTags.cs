using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Corp;

/// <summary>The corp tags that the administrator of the stand-in corp made in the console.</summary>
internal sealed class CorpTags
{
    public CorpTags(Ids ids, DateTimeOffset createdAt)
    {
        CreatedAt = createdAt;
        Groups =
        [
            Group("客户来源", "门店扫码", "公众号", "朋友推荐", "包裹卡"),
            Group("客户意向", "意向高", "再看看", "暂无意向"),
            Group("服务", "投诉", "售后中"),
        ];

        CorpTagGroup Group(string name, params string[] tags) => new(
            "et" + ids.Letters28("tag-group", name), name, [.. tags.Select(tag => new CorpTag("et" + ids.Letters28("tag", name + "/" + tag), tag))]);
    }

    public DateTimeOffset CreatedAt { get; }

    public IReadOnlyList<CorpTagGroup> Groups { get; }

    public (CorpTagGroup Group, CorpTag Tag)? Find(string id)
    {
        foreach (var group in Groups)
            foreach (var tag in group.Tags)
                if (tag.Id == id)
                    return (group, tag);
        return null;
    }

    public string IdOf(string group, string tag) => Groups.First(one => one.Name == group).Tags.First(one => one.Name == tag).Id;
}

internal sealed record CorpTagGroup(string Id, string Name, IReadOnlyList<CorpTag> Tags);

internal sealed record CorpTag(string Id, string Name);
