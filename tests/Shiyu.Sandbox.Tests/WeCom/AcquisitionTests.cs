using System.Net;
using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class AcquisitionTests
{
    private static readonly object Range = new { user_list = new[] { "linxiaoyu", "chenmo" } };

    [Fact]
    public async Task A_link_leads_to_its_members_in_turn_and_each_add_uses_one_unit()
    {
        await using var standIn = await StartAsync();
        var link = (await standIn.PostAsync("customer_acquisition/create_link", new { link_name = "直播间", range = Range }))["link"]!;
        var id = link["link_id"]!.GetValue<string>();

        var first = (await standIn.DoAsync($"links/{id}/follow", new { channel = "live" }))!;
        var second = (await standIn.DoAsync($"links/{id}/follow", new { }))!;
        var customers = (await standIn.PostAsync("customer_acquisition/customer", new { link_id = id, limit = 1 }));
        var quota = await standIn.GetAsync("customer_acquisition_quota");

        Assert.Equal(("linxiaoyu", "chenmo"), (first["member"]!.GetValue<string>(), second["member"]!.GetValue<string>()));
        Assert.Equal(("live", 0), (customers["customer_list"]![0]!["state"]!.GetValue<string>(), customers["customer_list"]![0]!["chat_status"]!.GetValue<int>()));
        Assert.NotEqual("", customers["next_cursor"]!.GetValue<string>());
        Assert.Equal((1_000, 998), (quota["total"]!.GetValue<int>(), quota["balance"]!.GetValue<int>()));
        var follower = (await standIn.GetAsync("get", "&external_userid=" + first["externalUserId"]!.GetValue<string>()))["follow_user"]![0]!;
        Assert.Equal((16, "live"), (follower["add_way"]!.GetValue<int>(), follower["state"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_link_is_read_changed_listed_and_deleted()
    {
        await using var standIn = await StartAsync();
        var id = (await standIn.PostAsync("customer_acquisition/create_link", new { link_name = "直播间", range = Range }))["link"]!["link_id"]!.GetValue<string>();

        await standIn.PostAsync("customer_acquisition/update_link", new { link_id = id, link_name = "短视频", range = new { user_list = new[] { "chenmo" } } });
        var link = await standIn.PostAsync("customer_acquisition/get", new { link_id = id });

        Assert.Equal(("短视频", "chenmo"), (link["link"]!["link_name"]!.GetValue<string>(), link["range"]!["user_list"]!.AsArray().Single()!.GetValue<string>()));
        Assert.Single((await standIn.PostAsync("customer_acquisition/list_link", new { }))["link_id_list"]!.AsArray());
        Assert.Equal(0, Code(await standIn.PostAsync("customer_acquisition/delete_link", new { link_id = id })));
        Assert.Equal(40058, Code(await standIn.PostAsync("customer_acquisition/get", new { link_id = id })));
        Assert.Equal(40058, Code(await standIn.PostAsync("customer_acquisition/create_link", new { link_name = new string('长', 31), range = Range })));
        Assert.Equal(60111, Code(await standIn.PostAsync("customer_acquisition/create_link", new { link_name = "x", range = new { user_list = new[] { "nobody" } } })));
    }

    [Fact]
    public async Task Statistics_reach_over_thirty_days_at_most()
    {
        await using var standIn = await StartAsync();
        var id = (await standIn.PostAsync("customer_acquisition/create_link", new { link_name = "直播间", range = Range }))["link"]!["link_id"]!.GetValue<string>();
        await standIn.DoAsync($"links/{id}/follow", new { });
        var now = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)).ToUnixTimeSeconds();

        var statistic = await standIn.PostAsync("customer_acquisition/statistic", new { link_id = id, start_time = now - 86_400, end_time = now });

        Assert.Equal((1, 1), (statistic["click_link_customer_cnt"]!.GetValue<int>(), statistic["new_customer_cnt"]!.GetValue<int>()));
        Assert.Equal(40058, Code(await standIn.PostAsync("customer_acquisition/statistic", new { link_id = id, start_time = now - (31 * 86_400), end_time = now })));
    }

    [Fact]
    public async Task A_group_code_leads_into_at_most_five_groups_and_is_replaced_whole()
    {
        await using var standIn = await StartAsync();
        var chat = (await standIn.DoAsync("groups", new { name = "福利群" }))!["id"]!.GetValue<string>();
        var chats = new[] { chat };

        var config = (await standIn.PostAsync("groupchat/add_join_way", new { scene = 2, remark = "门店", chat_id_list = chats, state = "store-group", room_base_name = "福利群" }))["config_id"]!.GetValue<string>();
        var way = (await standIn.PostAsync("groupchat/get_join_way", new { config_id = config }))["join_way"]!;
        await standIn.PostAsync("groupchat/update_join_way", new { config_id = config, scene = 2, chat_id_list = chats });
        var replaced = (await standIn.PostAsync("groupchat/get_join_way", new { config_id = config }))["join_way"]!;

        Assert.Equal(("store-group", 1), (way["state"]!.GetValue<string>(), way["auto_create_room"]!.GetValue<int>()));
        Assert.Equal("", replaced["state"]!.GetValue<string>());
        using var picture = await standIn.Http.GetAsync(new Uri(way["qr_code"]!.GetValue<string>()), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);
        Assert.Equal(41091, Code(await standIn.PostAsync("groupchat/add_join_way", new { scene = 2, chat_id_list = Enumerable.Repeat(chat, 6) })));
        Assert.Equal(90501, Code(await standIn.PostAsync("groupchat/add_join_way", new { scene = 2, chat_id_list = new[] { "wrnothing" } })));
        Assert.Single((await standIn.PostAsync("groupchat/list", new { limit = 10 }))["group_chat_list"]!.AsArray());
        Assert.Equal(0, Code(await standIn.PostAsync("groupchat/del_join_way", new { config_id = config })));
        Assert.Equal(41044, Code(await standIn.PostAsync("groupchat/get_join_way", new { config_id = config })));
    }
}
