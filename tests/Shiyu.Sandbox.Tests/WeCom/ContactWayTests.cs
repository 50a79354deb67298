using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class ContactWayTests
{
    private static readonly string[] Two = ["linxiaoyu", "chenmo"];

    [Fact]
    public async Task A_way_is_made_with_a_picture_and_read_back_as_it_was_given()
    {
        await using var standIn = await StartAsync();

        var made = await standIn.PostAsync("add_contact_way", new { type = 2, scene = 2, remark = "门店", state = "store-qr", user = Two });
        var way = (await standIn.PostAsync("get_contact_way", new { config_id = Config(made) }))["contact_way"]!;

        Assert.Equal(0, Code(made));
        Assert.Equal(("store-qr", "门店", true, 2), (way["state"]!.GetValue<string>(), way["remark"]!.GetValue<string>(), way["skip_verify"]!.GetValue<bool>(), way["type"]!.GetValue<int>()));
        Assert.Equal(Two, way["user"]!.AsArray().Select(user => user!.GetValue<string>()));
        Assert.Equal(made["qr_code"]!.GetValue<string>(), way["qr_code"]!.GetValue<string>());
        var picture = await standIn.Http.GetByteArrayAsync(new Uri(made["qr_code"]!.GetValue<string>()), TestContext.Current.CancellationToken);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], picture[..4]);
    }

    [Fact]
    public async Task Scans_meet_the_members_in_turn_and_carry_the_state()
    {
        await using var standIn = await StartAsync();
        var config = Config(await standIn.PostAsync("add_contact_way", new { type = 2, scene = 2, state = "store-qr", user = Two }));

        var met = new List<string>();
        for (var scan = 0; scan < 3; scan++) met.Add((await standIn.DoAsync($"ways/{config}/scan", new { }))!["member"]!.GetValue<string>());

        Assert.Equal(["linxiaoyu", "chenmo", "linxiaoyu"], met);
        var customers = (await standIn.GetAsync("list", "&userid=chenmo"))["external_userid"]!.AsArray();
        var follower = (await standIn.GetAsync("get", "&external_userid=" + customers.Single()!.GetValue<string>()))["follow_user"]![0]!;
        Assert.Equal(("store-qr", 1), (follower["state"]!.GetValue<string>(), follower["add_way"]!.GetValue<int>()));
    }

    [Fact]
    public async Task An_update_changes_what_it_names_and_keeps_the_picture()
    {
        await using var standIn = await StartAsync();
        var made = await standIn.PostAsync("add_contact_way", new { type = 2, scene = 2, state = "store-qr", user = Two });

        Assert.Equal(0, Code(await standIn.PostAsync("update_contact_way", new { config_id = Config(made), user = new[] { "chenmo" } })));
        var way = (await standIn.PostAsync("get_contact_way", new { config_id = Config(made) }))["contact_way"]!;

        Assert.Equal(["chenmo"], way["user"]!.AsArray().Select(user => user!.GetValue<string>()));
        Assert.Equal("store-qr", way["state"]!.GetValue<string>());
        Assert.Equal(made["qr_code"]!.GetValue<string>(), way["qr_code"]!.GetValue<string>());
    }

    [Fact]
    public async Task Where_members_must_accept_the_half_add_comes_first_and_a_message_only_after_it()
    {
        await using var standIn = await StartAsync();
        var config = Config(await standIn.PostAsync("add_contact_way", new { type = 1, scene = 2, state = "s", skip_verify = false, user = new[] { "chenmo" } }));

        var scanned = (await standIn.DoAsync($"ways/{config}/scan", new { }))!;
        var id = scanned["externalUserId"]!.GetValue<string>();
        var welcomed = await standIn.PostAsync("send_welcome_msg", new { welcome_code = scanned["welcomeCode"]!.GetValue<string>(), text = new { content = "你好" } });
        await standIn.DoAsync($"customers/{id}/accept", new { });
        await standIn.DoAsync($"customers/{id}/reply", new { text = "在" });

        Assert.Equal(0, Code(welcomed));
        Assert.Equal(409, (int)(await standIn.Http.PostAsJsonAsync($"/sandbox/customers/{id}/accept", new { }, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Wrong_calls_are_refused_with_the_platforms_own_numbers()
    {
        await using var standIn = await StartAsync();
        Task<JsonNode> Add(object body) => standIn.PostAsync("add_contact_way", body);
        await standIn.DoAsync("members/zhouqing/restrict", new { errcode = 84074 });

        Assert.Equal(41037, Code(await Add(new { scene = 2, user = Two })));
        Assert.Equal(41038, Code(await Add(new { type = 2, user = Two })));
        Assert.Equal(41040, Code(await Add(new { type = 2, scene = 3, user = Two })));
        Assert.Equal(41042, Code(await Add(new { type = 2, scene = 2, style = 1, user = Two })));
        Assert.Equal(40058, Code(await Add(new { type = 1, scene = 2, user = Two })));
        Assert.Equal(60111, Code(await Add(new { type = 2, scene = 2, user = new[] { "nobody" } })));
        Assert.Equal(84074, Code(await Add(new { type = 2, scene = 2, user = new[] { "linxiaoyu", "zhouqing" } })));
        Assert.Equal(40058, Code(await Add(new { type = 2, scene = 2, user = Two, state = new string('x', 31) })));
        Assert.Equal(41043, Code(await standIn.PostAsync("get_contact_way", new { })));
        Assert.Equal(41044, Code(await standIn.PostAsync("update_contact_way", new { config_id = "none" })));
        Assert.Equal(41044, Code(await standIn.PostAsync("del_contact_way", new { config_id = "none" })));
    }

    [Fact]
    public async Task Ways_are_listed_oldest_first_page_by_page_and_deleted_ones_are_gone()
    {
        await using var standIn = await StartAsync();
        var made = new List<string>();
        for (var way = 0; way < 3; way++) made.Add(Config(await standIn.PostAsync("add_contact_way", new { type = 2, scene = 2, state = $"s{way}", user = Two })));
        Assert.Equal(0, Code(await standIn.PostAsync("del_contact_way", new { config_id = made[1] })));

        var first = await standIn.PostAsync("list_contact_way", new { limit = 1 });
        var second = await standIn.PostAsync("list_contact_way", new { limit = 1, cursor = first["next_cursor"]!.GetValue<string>() });

        Assert.Equal([made[0]], Configs(first));
        Assert.Equal([made[2]], Configs(second));
        Assert.Equal("", second["next_cursor"]!.GetValue<string>());
        Assert.Equal(50100, Code(await standIn.PostAsync("list_contact_way", new { limit = 1, cursor = "nonsense" })));
    }

    [Fact]
    public async Task A_remark_is_what_the_member_calls_the_customer()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();

        Assert.Equal(0, Code(await standIn.PostAsync("remark", new { userid = "linxiaoyu", external_userid = id, remark = "门店-小李" })));
        Assert.Equal(40058, Code(await standIn.PostAsync("remark", new { userid = "linxiaoyu", external_userid = id, remark = new string('长', 21) })));
        Assert.Equal(40058, Code(await standIn.PostAsync("remark", new { userid = "linxiaoyu", external_userid = id })));
        Assert.Equal(84061, Code(await standIn.PostAsync("remark", new { userid = "chenmo", external_userid = id, remark = "x" })));

        Assert.Equal("门店-小李", (await standIn.GetAsync("get", "&external_userid=" + id))["follow_user"]![0]!["remark"]!.GetValue<string>());
    }

    private static string Config(JsonNode made) => made["config_id"]!.GetValue<string>();

    private static IEnumerable<string> Configs(JsonNode listed) => listed["contact_way"]!.AsArray().Select(way => way!["config_id"]!.GetValue<string>());
}
