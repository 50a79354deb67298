using System.Globalization;
using Shiyu.Engine.Facts;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Links;

/// <summary>
/// Acquisition links (获客助手). WeCom keeps them; nothing of them is kept here, so that what is shown is what WeCom has. An add through a link counts for the
/// channel that its address carries.
/// </summary>
public sealed class LinkDesk(IWeComHost host, WeComClient client, WeComOptions options)
{
    private const int AtATime = 4;
    private const int NameMax = 30;
    private const int MembersMax = 500;

    /// <summary>Below so many units WeCom warns, too.</summary>
    private const int Low = 20;

    /// <summary>This app's links, newest first.</summary>
    /// <exception cref="WeComCallException">WeCom refuses or cannot be reached.</exception>
    public async Task<IReadOnlyList<LinkView>> ListAsync(CancellationToken stop)
    {
        options.RequireConfigured();
        var views = new List<LinkView>();
        foreach (var part in (await client.LinksAsync(stop).ConfigureAwait(false)).Chunk(AtATime))
            views.AddRange(await Task.WhenAll(part.Select(id => GetAsync(id, stop))).ConfigureAwait(false));
        return [.. views.OrderByDescending(link => link.CreatedAt, StringComparer.Ordinal)];
    }

    public async Task<LinkView> GetAsync(string id, CancellationToken stop)
    {
        options.RequireConfigured();
        var answer = await client.LinkAsync(id, stop).ConfigureAwait(false);
        var link = answer.Link ?? new AcquisitionLink();
        return new LinkView(id, link.LinkName, link.Url, answer.Range?.UserList ?? [], link.SkipVerify, Iso(link.CreateTime));
    }

    /// <summary>Makes a link, or changes the one of an id.</summary>
    /// <returns>The link, or why nothing was asked of WeCom.</returns>
    public async Task<(LinkView? View, IReadOnlyList<ChannelRefusal> Refusals)> WriteAsync(string? id, LinkWrite asked, CancellationToken stop)
    {
        var refusals = new List<ChannelRefusal>();
        var name = asked.Name?.Trim() ?? "";
        var members = (asked.Members ?? []).Distinct(StringComparer.Ordinal).ToList();
        if (name.Length is 0 or > NameMax) refusals.Add(new("name", name.Length == 0 ? "nothing" : $"{name.Length} characters", $"1 to {NameMax} characters"));
        if (members.Count is 0 or > MembersMax) refusals.Add(new("members", $"{members.Count} members", $"1 to {MembersMax} members"));
        if (refusals.Count > 0) return (null, refusals);
        options.RequireConfigured();
        var made = await client.WriteLinkAsync(new LinkWriteRequest(id, name, new LinkRange(members), asked.SkipVerify ?? true), stop).ConfigureAwait(false);
        return (await GetAsync(id ?? made.Link!.LinkId, stop).ConfigureAwait(false), []);
    }

    public Task DeleteAsync(string id, CancellationToken stop)
    {
        options.RequireConfigured();
        return client.DeleteLinkAsync(id, stop);
    }

    /// <summary>What is left of the units that the corp has bought.</summary>
    public async Task<LinkQuotaView> QuotaAsync(CancellationToken stop)
    {
        options.RequireConfigured();
        var quota = await client.LinkQuotaAsync(stop).ConfigureAwait(false);
        return new LinkQuotaView(
            quota.Total, quota.Balance, quota.Balance < Low, [.. (quota.QuotaList ?? []).Select(part => new LinkQuotaPartView(Iso(part.ExpireDate), part.Balance))]);
    }

    /// <summary>Clicks and adds in the last 30 days, as WeCom counts them.</summary>
    public async Task<LinkStatisticsView> StatisticsAsync(string id, CancellationToken stop)
    {
        options.RequireConfigured();
        var now = host.Clock.GetUtcNow();
        var counts = await client.LinkStatisticAsync(id, now.AddDays(-30), now, stop).ConfigureAwait(false);
        return new LinkStatisticsView(counts.ClickLinkCustomerCnt, counts.NewCustomerCnt);
    }

    /// <summary>A link's address for one channel: the state comes back with each add.</summary>
    public static string For(string url, string channel) =>
        channel.Length == 0 ? url : $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}customer_channel={Uri.EscapeDataString(channel)}";

    private string Iso(long seconds)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return at.ToOffset(TimeSpan.FromMilliseconds(host.Zone.OffsetAt(Instant.From(at)))).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
    }
}

/// <param name="SkipVerify">Left out: true.</param>
public sealed record LinkWrite(string? Name, IReadOnlyList<string>? Members, bool? SkipVerify);

public sealed record LinkView(string Id, string Name, string Url, IReadOnlyList<string> Members, bool SkipVerify, string CreatedAt);

/// <param name="Low">Fewer than 20 are left: links stop when none is.</param>
public sealed record LinkQuotaView(long Total, long Balance, bool Low, IReadOnlyList<LinkQuotaPartView> Parts);

public sealed record LinkQuotaPartView(string ExpiresAt, long Balance);

public sealed record LinkStatisticsView(long Clicks, long Adds);
