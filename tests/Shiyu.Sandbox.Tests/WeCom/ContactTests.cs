using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class ContactTests
{
    [Fact]
    public async Task Members_are_listed_and_one_without_customers_is_84061_not_an_empty_list()
    {
        await using var standIn = await StartAsync();

        var members = await standIn.GetAsync("get_follow_user_list");

        Assert.Equal(["linxiaoyu", "chenmo", "zhouqing"], members["follow_user"]!.AsArray().Select(member => member!.GetValue<string>()));
        Assert.Equal(84061, Code(await standIn.GetAsync("list", "&userid=chenmo")));
        Assert.Equal(60111, Code(await standIn.GetAsync("list", "&userid=nobody")));
        Assert.Equal(40058, Code(await standIn.GetAsync("list")));
    }

    [Fact]
    public async Task A_customer_is_read_with_channel_state_and_business_time()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync(state: "parcel-card");

        var answer = await standIn.GetAsync("get", $"&external_userid={id}");

        Assert.Equal(id, answer["external_contact"]!["external_userid"]!.GetValue<string>());
        Assert.NotEmpty(answer["external_contact"]!["unionid"]!.GetValue<string>());
        var follower = Assert.Single(answer["follow_user"]!.AsArray())!;
        Assert.Equal("parcel-card", follower["state"]!.GetValue<string>());
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), follower["createtime"]!.GetValue<long>());
        Assert.Equal(40096, Code(await standIn.GetAsync("get", "&external_userid=wmnobody")));
    }

    [Fact]
    public async Task Deleted_by_the_customer_a_relation_stays_readable_and_deleted_by_the_member_it_is_gone()
    {
        await using var standIn = await StartAsync();
        var (left, _) = await standIn.AddCustomerAsync();
        var (dropped, _) = await standIn.AddCustomerAsync();

        await standIn.DoAsync($"customers/{left}/delete", new { });
        await standIn.DoAsync($"customers/{dropped}/delete", new { by = "member" });

        Assert.Equal(0, Code(await standIn.GetAsync("get", $"&external_userid={left}")));
        Assert.Equal(84061, Code(await standIn.GetAsync("get", $"&external_userid={dropped}")));
        var listed = await standIn.GetAsync("list", "&userid=linxiaoyu");
        Assert.Equal([left], listed["external_userid"]!.AsArray().Select(one => one!.GetValue<string>()));
    }

    [Fact]
    public async Task The_batch_call_pages_without_gaps_and_refuses_a_cursor_of_another_listing()
    {
        await using var standIn = await StartAsync();
        var added = new List<string>();
        for (var one = 0; one < 5; one++)
            added.Add((await standIn.AddCustomerAsync()).Id);

        var read = new List<string>();
        var cursor = "";
        do
        {
            var page = await standIn.PostAsync("batch/get_by_user", new { userid_list = new[] { "linxiaoyu" }, cursor, limit = 2 });
            read.AddRange(page["external_contact_list"]!.AsArray().Select(row => row!["external_contact"]!["external_userid"]!.GetValue<string>()));
            cursor = page["next_cursor"]!.GetValue<string>();
            if (read.Count == 2)
            {
                var other = await standIn.PostAsync("batch/get_by_user", new { userid_list = new[] { "chenmo" }, cursor, limit = 2 });
                Assert.Equal(50100, Code(other));
            }
        } while (cursor.Length > 0);

        Assert.Equal(added.Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        Assert.Equal(50100, Code(await standIn.PostAsync("batch/get_by_user", new { userid_list = new[] { "chenmo" }, cursor = "x!" })));
        var tooMany = await standIn.PostAsync("batch/get_by_user", new { userid_list = Enumerable.Repeat("chenmo", 101) });
        Assert.Equal(40058, Code(tooMany));
        Assert.Contains("userid_list", Message(tooMany));
    }

    [Fact]
    public async Task Tags_are_marked_only_on_a_relation_and_only_with_corp_tags()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        var groups = (await standIn.PostAsync("get_corp_tag_list", new { }))["tag_group"]!.AsArray();
        var tag = groups[0]!["tag"]![0]!["id"]!.GetValue<string>();

        Task<int> Mark(string member, string[] add) => MarkAsync(standIn, member, id, add);

        Assert.Equal(0, await Mark("linxiaoyu", [tag]));
        var follower = (await standIn.GetAsync("get", $"&external_userid={id}"))["follow_user"]![0]!;
        Assert.Equal(tag, Assert.Single(follower["tags"]!.AsArray())!["tag_id"]!.GetValue<string>());
        Assert.Equal(84061, await Mark("chenmo", [tag]));
        Assert.Equal(40068, await Mark("linxiaoyu", ["etnone"]));
        Assert.Equal(40058, await Mark("linxiaoyu", []));
        var one = await standIn.PostAsync("get_corp_tag_list", new { tag_id = new[] { tag } });
        Assert.Single(Assert.Single(one["tag_group"]!.AsArray())!["tag"]!.AsArray());
    }

    private static async Task<int> MarkAsync(StandIn standIn, string userid, string external_userid, string[] add_tag) =>
        Code(await standIn.PostAsync("mark_tag", new { userid, external_userid, add_tag }));
}
