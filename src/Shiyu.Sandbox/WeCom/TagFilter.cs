using System.Text.Json;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Or inside a group, and between groups; without groups everyone.</summary>
internal sealed record TagFilter(IReadOnlyList<IReadOnlyList<string>> Groups)
{
    private const int TagsMax = 100;

    public static TagFilter Read(WeComCall call)
    {
        if (call.Property("tag_filter") is not { } filter)
            return new TagFilter([]);
        if (filter.ValueKind != JsonValueKind.Object || !filter.TryGetProperty("group_list", out var list) || list.ValueKind != JsonValueKind.Array)
            throw WeComRefusal.Parameter("tag_filter.group_list", "an array of groups");
        return new TagFilter([.. list.EnumerateArray().Select((group, index) =>
        {
            var tags = new WeComCall(call.Request, group).Texts("tag_list");
            return tags.Count is > 0 and <= TagsMax ? tags
                : throw WeComRefusal.Parameter($"tag_filter.group_list[{index}].tag_list", $"1 to {TagsMax} tags, given {tags.Count}");
        })]);
    }

    public bool Holds(IReadOnlySet<string> tags) => Groups.All(group => group.Any(tags.Contains));
}
