using Shiyu.WeCom.Contacts;

namespace Shiyu.WeCom.Tests.Contacts;

public sealed class NightlyComparison
{
    [Fact]
    public async Task Finds_a_friend_whose_callback_was_lost_and_lists_it()
    {
        await using var corp = await Corp.OpenAsync();
        await corp.SyncAsync();
        var customer = await corp.AddAsync();

        await corp.SyncAsync();

        Assert.Equal(["contact.added"], corp.Host.EventNames);
        var (_, drift) = Assert.Single(corp.Sync.Drifts.List("", 10));
        Assert.Equal(("missing", customer, "linxiaoyu", "contact.added"), (drift.Kind, drift.ExternalUserId, drift.Member, drift.Repair));
    }

    [Fact]
    public async Task Leaves_a_friend_of_a_moment_ago_to_the_callback_that_is_on_its_way()
    {
        await using var corp = await Corp.OpenAsync(callbacks: true);
        await corp.AddAsync();

        await corp.SyncAsync();
        Assert.Empty(corp.Host.Events);
        corp.Time.Advance(TimeSpan.FromSeconds(30));
        await corp.SyncAsync();

        Assert.Equal(["contact.added"], corp.Host.EventNames);
    }

    [Fact]
    public async Task Ends_what_WeCom_no_longer_has_once()
    {
        await using var corp = await Corp.OpenAsync();
        var customer = await corp.AddAsync();
        await corp.SyncAsync();
        await corp.DoAsync($"customers/{customer}/delete", new { by = "member" });

        await corp.SyncAsync();
        await corp.SyncAsync();

        Assert.Equal(["contact.added", "contact.deleted_by_member"], corp.Host.EventNames);
        Assert.Equal("reconciliation", Assert.Single(corp.PropertiesOf("contact.deleted_by_member")).GetProperty("source").GetString());
        Assert.Equal("ended", Assert.Single(corp.Sync.Drifts.List("", 10)).Drift.Kind);
    }

    [Fact]
    public async Task Keeps_a_customer_who_left_as_history_and_takes_one_who_comes_back_as_new()
    {
        await using var corp = await Corp.OpenAsync();
        var customer = await corp.AddAsync();
        await corp.SyncAsync();
        var left = corp.Book.Find(customer);
        // A callback told that the customer left; WeCom goes on listing the relation, one-way.
        await corp.DoAsync($"customers/{customer}/delete", new { });
        await corp.Host.PutAsync([ContactBook.Record(customer, left.Put(left.With("linxiaoyu")!.EndedBy(KeptRelation.ByCustomer, left.With("linxiaoyu")!.Since)))]);
        corp.Restart();
        await corp.SyncAsync();
        Assert.Equal(["contact.added"], corp.Host.EventNames);

        corp.Time.Advance(TimeSpan.FromDays(3));
        await corp.AddAsync(again: customer);
        await corp.SyncAsync();

        Assert.Equal(["contact.added", "contact.added"], corp.Host.EventNames);
    }

    [Fact]
    public async Task Repairs_remarks_and_tags_that_people_changed_unheard()
    {
        await using var corp = await Corp.OpenAsync();
        var customer = await corp.AddAsync();
        var high = await corp.TagAsync("客户意向", "意向高");
        await corp.DoAsync($"customers/{customer}/tags", new { add = new[] { high } });
        await corp.SyncAsync();
        await corp.DoAsync($"customers/{customer}/remark", new { remark = "老客户" });
        await corp.DoAsync($"customers/{customer}/tags", new { add = new[] { await corp.TagAsync("客户意向", "暂无意向") }, remove = new[] { high } });

        await corp.SyncAsync();

        Assert.Equal(["contact.added", "tag.set", "contact.remark_changed", "tag.unset", "tag.set"], corp.Host.EventNames);
        Assert.Equal(["tags", "tags", "remark"], corp.Sync.Drifts.List("", 10).Select(row => row.Drift.Kind));    // newest first
        Assert.Equal(("intent/none", "老客户"), (corp.PropertiesOf("tag.set")[1].GetProperty("tag").GetString(), corp.PropertiesOf("contact.remark_changed")[0].GetProperty("remark").GetString()));
    }

    [Fact]
    public async Task Does_not_end_anybody_when_a_listing_was_not_read_whole()
    {
        await using var corp = await Corp.OpenAsync(options => options with { OldFriends = 150, Members = 1 });
        await corp.SyncAsync();
        var told = corp.Host.Events.Count;
        // A start in the middle of the listing: what the first page showed is forgotten.
        var cursor = (await corp.Client.ContactsAsync(["linxiaoyu"], "", Corp.Stop)).NextCursor;
        await corp.Host.PutAsync([new Shiyu.WeCom.Hosting.Record("wecom.sync", "pass", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            new SyncPass(2, SyncPass.Daily, 0) { Phase = "contacts", Members = ["linxiaoyu"], Cursor = cursor }, ContactsJson.Default.SyncPass))]);
        corp.Restart();

        await corp.SyncAsync();

        Assert.Equal(told, corp.Host.Events.Count);
        Assert.Equal((50, 0), (corp.Sync.LastDone!.Counts.Rows, corp.Sync.LastDone.Counts.Ended));
    }
}
