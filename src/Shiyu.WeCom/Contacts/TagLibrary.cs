using System.Collections.Immutable;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>The corp's tags by id, as WeCom lists them. Thread-safe.</summary>
public sealed class TagLibrary(IWeComHost host, WeComClient client)
{
    // A tag that was made a moment ago is looked for once, not once for each customer who has it.
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);
    private volatile ImmutableDictionary<string, FollowTag> _byId = ImmutableDictionary<string, FollowTag>.Empty;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    internal async Task ReadAsync(CancellationToken stop)
    {
        var groups = await client.CorpTagsAsync(stop).ConfigureAwait(false);
        _byId = (from corpGroup in groups
                 from tag in corpGroup.Tag ?? []
                 select new FollowTag { GroupName = corpGroup.GroupName, TagName = tag.Name, TagId = tag.Id, Type = 1 })
            .ToImmutableDictionary(tag => tag.TagId, StringComparer.Ordinal);
        _readAt = host.Wall.GetUtcNow();
    }

    /// <summary>Reads the library again when one of these ids is not in it.</summary>
    internal Task EnsureAsync(IEnumerable<string> ids, CancellationToken stop) =>
        ids.All(_byId.ContainsKey) || host.Wall.GetUtcNow() - _readAt < LookAgainAfter ? Task.CompletedTask : ReadAsync(stop);

    /// <summary>The corp's tags among these ids; those of rule groups (规则组) are in no list, and nobody's business here.</summary>
    internal IEnumerable<FollowTag> Of(IEnumerable<string> ids)
    {
        var byId = _byId;
        foreach (var id in ids)
            if (byId.TryGetValue(id, out var tag)) yield return tag;
    }
}
