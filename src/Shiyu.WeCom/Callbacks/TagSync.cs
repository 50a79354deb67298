using System.Text.Json;
using Shiyu.Engine.Definitions;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Callbacks;

/// <summary>
/// Which of our tags a customer's WeCom tags stand for, and what changed since the last look. A tag is set while any member's relation carries it:
/// with us a customer has one set of tags. Only what WeCom gave is ever taken away again, so tags set by hand here stay.
/// </summary>
internal sealed class TagSync(IWeComHost host)
{
    private const string Collection = "wecom.tags";

    /// <param name="theirs">The tags of all members' relations.</param>
    /// <returns>Tags to set and to unset, and the record to write once the events are taken (null when nothing changed).</returns>
    public (IReadOnlyList<TagName> Set, IReadOnlyList<TagName> Unset, Record? Record) Compare(string externalUserId, IEnumerable<FollowTag> theirs)
    {
        var now = new SortedSet<string>(theirs.Select(Ours).OfType<TagName>().Select(tag => tag.ToString()), StringComparer.Ordinal);
        var before = host.Document(Collection, externalUserId) is { } stored
            ? JsonSerializer.Deserialize(stored, CallbackJson.Default.ListString)!
            : [];
        if (now.SetEquals(before)) return ([], [], null);
        return (
            [.. now.Except(before, StringComparer.Ordinal).Select(Parse)],
            [.. before.Except(now, StringComparer.Ordinal).Select(Parse)],
            new Record(Collection, externalUserId, now.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes([.. now], CallbackJson.Default.ListString)));
    }

    /// <summary>
    /// Our tag without a rule of that title or name. A member's own tags (type 2) are nobody else's business, and those of rule groups (type 3) can be neither
    /// listed nor marked.
    /// </summary>
    private TagName? Ours(FollowTag theirs)
    {
        if (theirs.Type is 2 or 3) return null;
        foreach (var group in host.Definitions.Groups)
        {
            if (theirs.GroupName != group.Title && theirs.GroupName != group.Name) continue;
            foreach (var tag in group.Tags)
            {
                if (tag.When is null && (theirs.TagName == tag.Title || theirs.TagName == tag.Name)) return new TagName(group.Name, tag.Name);
            }
        }
        return null;
    }

    private static TagName Parse(string tag) => new(tag[..tag.IndexOf('/')], tag[(tag.IndexOf('/') + 1)..]);
}
