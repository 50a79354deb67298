using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class AddressBookTests
{
    [Fact]
    public async Task A_page_stays_where_it_was_when_customers_come_go_and_come_back_meanwhile()
    {
        await using var standIn = await StartAsync();
        var added = new List<string>();
        for (var one = 0; one < 6; one++)
            added.Add((await standIn.AddCustomerAsync()).Id);
        var first = await standIn.PostAsync("batch/get_by_user", new { userid_list = new[] { "linxiaoyu" }, cursor = "", limit = 3 });

        await standIn.DoAsync($"customers/{added[0]}/delete", new { by = "member" });
        await standIn.DoAsync($"customers/{added[1]}/delete", new { by = "member" });
        standIn.Wall.Advance(TimeSpan.FromMinutes(1));
        await standIn.DoAsync("customers", new { externalUserId = added[1], member = "linxiaoyu" });
        var rest = await standIn.PostAsync("batch/get_by_user", new { userid_list = new[] { "linxiaoyu" }, cursor = first["next_cursor"]!.GetValue<string>(), limit = 100 });

        Assert.Equal([added[3], added[4], added[5], added[1]], rest["external_contact_list"]!.AsArray().Select(row => row!["external_contact"]!["external_userid"]!.GetValue<string>()));
        Assert.Equal("", rest["next_cursor"]!.GetValue<string>());
    }

    [Fact]
    public async Task Old_friends_are_listed_and_nobody_is_called_back_about_them()
    {
        await using var standIn = await StartAsync(options => options with { OldFriends = 120 });

        var page = await standIn.PostAsync("batch/get_by_user", new { userid_list = new[] { "linxiaoyu", "chenmo", "zhouqing" }, cursor = "", limit = 100 });

        Assert.Equal(100, page["external_contact_list"]!.AsArray().Count);
        var rest = await standIn.PostAsync("batch/get_by_user", new { userid_list = new[] { "linxiaoyu", "chenmo", "zhouqing" }, cursor = page["next_cursor"]!.GetValue<string>(), limit = 100 });
        Assert.Equal(26, rest["external_contact_list"]!.AsArray().Count);    // six of them have a second member
    }

    [Fact]
    public async Task A_member_is_read_by_name_and_an_unknown_one_is_60111()
    {
        await using var standIn = await StartAsync();

        var member = await standIn.GetAsync("../user/get", "&userid=chenmo");

        Assert.Equal(("陈默", 1), (member["name"]!.GetValue<string>(), member["status"]!.GetValue<int>()));
        Assert.Equal(60111, Code(await standIn.GetAsync("../user/get", "&userid=nobody")));
        Assert.Equal(40058, Code(await standIn.GetAsync("../user/get")));
    }

    [Fact]
    public async Task Groups_are_listed_by_owner_with_a_limit_that_is_required()
    {
        await using var standIn = await StartAsync();
        var (customer, _) = await standIn.AddCustomerAsync();
        var made = (await standIn.DoAsync("groups", new { name = "茶友群", owner = "chenmo", customers = new[] { customer } }))!["id"]!.GetValue<string>();

        Assert.Equal(40058, Code(await standIn.PostAsync("groupchat/list", new { cursor = "" })));
        Assert.Empty((await standIn.PostAsync("groupchat/list", new { limit = 10, owner_filter = new { userid_list = new[] { "linxiaoyu" } } }))["group_chat_list"]!.AsArray());
        var listed = Assert.Single((await standIn.PostAsync("groupchat/list", new { limit = 10 }))["group_chat_list"]!.AsArray())!;
        Assert.Equal((made, 0), (listed["chat_id"]!.GetValue<string>(), listed["status"]!.GetValue<int>()));

        var group = (await standIn.PostAsync("groupchat/get", new { chat_id = made, need_name = 1 }))["group_chat"]!;
        Assert.Equal(["chenmo", customer], group["member_list"]!.AsArray().Select(one => one!["userid"]!.GetValue<string>()));
        Assert.Equal("陈默", group["member_list"]![0]!["name"]!.GetValue<string>());
        Assert.Equal(90501, Code(await standIn.PostAsync("groupchat/get", new { chat_id = "wrnone" })));
    }
}
