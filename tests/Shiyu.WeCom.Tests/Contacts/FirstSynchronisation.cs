using Shiyu.Runtime.Intake;
using Shiyu.WeCom.Contacts;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Contacts;

public sealed class FirstSynchronisation
{
    [Fact]
    public async Task Brings_old_friends_in_as_facts_of_the_day_on_which_they_came()
    {
        await using var corp = await Corp.OpenAsync();
        var customer = await corp.AddAsync(state: "parcel-card");
        await corp.DoAsync($"customers/{customer}/tags", new { add = new[] { await corp.TagAsync("客户意向", "意向高") } });
        await corp.DoAsync($"customers/{customer}/remark", new { remark = "李部长" });
        var came = corp.Time.GetUtcNow().ToUnixTimeMilliseconds();
        corp.Time.Advance(TimeSpan.FromDays(40));

        await corp.SyncAsync();

        Assert.Equal(["contact.added", "tag.set"], corp.Host.EventNames);
        var added = corp.Host.Events[0];
        Assert.Equal(came, added.OccurredAtMs);
        Assert.Equal(added.OccurredAtMs, corp.Host.Events[1].OccurredAtMs);    // so that no SOP greets forty days late
        Assert.Equal(new Identity(IdentityKind.ExternalUserId, customer), added.Identities[0]);
        Assert.Equal(IdentityKind.UnionId, added.Identities[1].Kind);
        var properties = MemoryHost.Properties(added);
        Assert.Equal(("linxiaoyu", "parcel-card", 1, "李部长", true), (properties.GetProperty("member").GetString(), properties.GetProperty("state").GetString(),
            properties.GetProperty("add_way").GetInt32(), properties.GetProperty("remark").GetString(), properties.GetProperty("imported").GetBoolean()));
        Assert.Equal("parcel-card", MemoryHost.Attributes(added).GetProperty("channel").GetString());
        Assert.Equal("intent/high", MemoryHost.Properties(corp.Host.Events[1]).GetProperty("tag").GetString());
    }

    [Fact]
    public async Task Names_the_members_and_counts_their_friends()
    {
        await using var corp = await Corp.OpenAsync();
        await corp.AddAsync("chenmo");
        await corp.AddAsync("chenmo");

        await corp.SyncAsync();

        Assert.Equal([("chenmo", "陈默"), ("linxiaoyu", "林小雨"), ("zhouqing", "周青")], corp.Members.All.Select(pair => (pair.Key, pair.Value.Name)));
        Assert.Equal(2, corp.Book.FriendsByMember()["chenmo"]);
        Assert.Equal((SyncPass.Initial, 2, 2), (corp.Sync.LastDone!.Kind, corp.Sync.LastDone.Counts.Rows, corp.Sync.LastDone.Counts.Added));
    }

    [Fact]
    public async Task Run_twice_tells_nothing_new()
    {
        await using var corp = await Corp.OpenAsync(options => options with { OldFriends = 250 });

        await corp.SyncAsync();
        var told = corp.Host.Events.Count;
        await corp.SyncAsync();

        Assert.Equal(250 + 13, corp.Host.EventNames.Count(name => name == "contact.added"));    // of twenty one has two members
        Assert.Equal((told, 0), (corp.Host.Events.Count, corp.Host.RepeatedEvents));
        Assert.Equal(5, corp.Sync.LastDone!.Counts.Groups);
        Assert.Empty(corp.Sync.Drifts.List("", 10));
    }

    [Fact]
    public async Task Goes_on_after_a_crash_with_the_page_that_was_not_kept()
    {
        await using var corp = await Corp.OpenAsync(options => options with { OldFriends = 250, Members = 1 });
        var pages = 0;
        corp.Host.BeforeWrite = records =>
        {
            if (records.Any(record => record.Collection == ContactBook.Collection) && ++pages == 2) throw new IOException("The disk is full.");
        };

        await Assert.ThrowsAsync<IOException>(() => corp.SyncAsync());
        Assert.Equal(200, corp.Host.Events.Count(e => e.Name == "contact.added"));    // the second page was told and not noted
        corp.Host.BeforeWrite = null;
        corp.Restart();
        await corp.SyncAsync();

        Assert.Equal(250, corp.Host.Events.Count(e => e.Name == "contact.added"));
        Assert.True(corp.Host.RepeatedEvents >= 100);    // the same facts again, under the same ids
        Assert.Equal((1L, true, 250), (corp.Sync.Pass!.Number, corp.Sync.Pass.IsDone, corp.Sync.Pass.Counts.Added));
    }
}
