using System.Text.Json.Nodes;
using Shiyu.Sandbox.Tests.Support;
using static Shiyu.Sandbox.Tests.Support.StandIn;

namespace Shiyu.Sandbox.Tests.WeCom;

public sealed class MassMessageTests
{
    [Fact]
    public async Task Nothing_is_sent_until_the_member_confirms()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        var task = await standIn.CreateTaskAsync("新茶到了 🍵", id);

        Assert.Equal(0, await MemberStatusAsync(standIn, task));
        Assert.Equal([(id, 0)], await ResultsAsync(standIn, task));
        Assert.Empty(await standIn.OutboxAsync(id));

        await standIn.ConfirmAsync(task);

        Assert.Equal(2, await MemberStatusAsync(standIn, task));
        Assert.Equal([(id, 1)], await ResultsAsync(standIn, task));
        Assert.Equal(["新茶到了 🍵"], await standIn.OutboxAsync(id));
    }

    [Fact]
    public async Task Who_is_no_friend_at_confirmation_ends_with_status_2()
    {
        await using var standIn = await StartAsync();
        var (stays, _) = await standIn.AddCustomerAsync();
        var (leaves, _) = await standIn.AddCustomerAsync();
        var task = await standIn.CreateTaskAsync("新茶到了", stays, leaves);
        await standIn.DoAsync($"customers/{leaves}/delete", new { });

        await standIn.ConfirmAsync(task);

        Assert.Equal([(stays, 1), (leaves, 2)], await ResultsAsync(standIn, task));
        Assert.Empty(await standIn.OutboxAsync(leaves));
    }

    [Fact]
    public async Task A_customer_gets_as_many_a_calendar_month_as_the_month_has_days()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        for (var day = 1; day <= 31; day++)
            await standIn.ConfirmAsync(await standIn.CreateTaskAsync($"第 {day} 条", id));

        var over = await standIn.CreateTaskAsync("第 32 条", id);
        await standIn.ConfirmAsync(over);
        standIn.Wall.Advance(TimeSpan.FromDays(30) - TimeSpan.FromHours(8));     // 1 April, 00:00 in Shanghai
        var token = await standIn.GetTokenAsync();
        var nextMonth = await Renewed(standIn, token).CreateTaskAsync("四月第一条", id);
        await standIn.ConfirmAsync(nextMonth);

        Assert.Equal([(id, 3)], await ResultsAsync(standIn, over));
        Assert.Equal([(id, 1)], await ResultsAsync(standIn, nextMonth));
        Assert.Equal(32, (await standIn.OutboxAsync(id)).Length);
    }

    [Fact]
    public async Task Ids_that_cannot_be_reached_are_listed_and_none_reachable_is_41048()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        var (ofAnother, _) = await standIn.AddCustomerAsync("chenmo");

        var some = await standIn.PostAsync("add_msg_template", Task(["wmnobody", id, ofAnother]));
        var none = await standIn.PostAsync("add_msg_template", Task(["wmnobody"]));

        Assert.Equal(["wmnobody", ofAnother], some["fail_list"]!.AsArray().Select(one => one!.GetValue<string>()));
        Assert.Equal([(id, 0)], await ResultsAsync(standIn, some["msgid"]!.GetValue<string>()));
        Assert.Equal(41048, Code(none));
    }

    [Fact]
    public async Task Without_a_sender_the_member_with_the_latest_interaction_gets_the_customer()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        standIn.Wall.Advance(TimeSpan.FromMinutes(1));
        await standIn.DoAsync("customers", new { externalUserId = id, member = "chenmo" });
        standIn.Wall.Advance(TimeSpan.FromMinutes(1));
        await standIn.DoAsync($"customers/{id}/reply", new { member = "linxiaoyu", text = "在" });

        var task = await standIn.PostAsync("add_msg_template", new { external_userid = new[] { id }, text = new { content = "茶" } });

        Assert.Equal([(id, 0)], await ResultsAsync(standIn, task["msgid"]!.GetValue<string>()));
    }

    public static TheoryData<string, int, string> Refused => new()
    {
        { """{"sender":"linxiaoyu","external_userid":["a"],"text":{"content":"\u8336"}}""", 40033, "uXXXX" },
        { """{"sender":"linxiaoyu" """, 40058, "Warning: wrong json format" },
        { """{"sender":"linxiaoyu","external_userid":["a"]}""", 40058, "text" },
        { """{"sender":"linxiaoyu","external_userid":"a","text":{"content":"x"}}""", 40058, "external_userid" },
        { """{"text":{"content":"x"}}""", 40058, "external_userid" },
        { """{"chat_type":"group","text":{"content":"x"}}""", 40058, "sender" },
        { """{"chat_type":"both","sender":"linxiaoyu","text":{"content":"x"}}""", 40058, "chat_type" },
        { """{"sender":"nobody","external_userid":["a"],"text":{"content":"x"}}""", 40003, "sender" },
        { """{"sender":"linxiaoyu","external_userid":["a"],"text":{"content":"x"},"attachments":[{"msgtype":"voice"}]}""", 41065, "attachments[0]" },
        { """{"sender":"linxiaoyu","external_userid":["a"],"text":{"content":"x"},"attachments":[{"msgtype":"link","link":{"title":"t"}}]}""", 40058, "attachments[0].link.url" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_does_not_fit_is_refused_by_number_and_name(string body, int code, string named)
    {
        await using var standIn = await StartAsync();

        var answer = await standIn.PostTextAsync("add_msg_template", body);

        Assert.Equal(code, Code(answer));
        Assert.Contains(named, Message(answer));
    }

    [Fact]
    public async Task Size_limits_bite_one_beyond_what_is_allowed()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        var link = new { msgtype = "link", link = new { title = "茶", url = "https://shop.example.com" } };
        object With(int links, string text = "x") => new
        {
            sender = "linxiaoyu", external_userid = new[] { id }, text = new { content = text }, attachments = Enumerable.Repeat(link, links),
        };

        Assert.Equal(0, Code(await standIn.PostAsync("add_msg_template", With(9))));
        Assert.Equal(41064, Code(await standIn.PostAsync("add_msg_template", With(10))));
        Assert.Equal(0, Code(await standIn.PostAsync("add_msg_template", With(0, new string('x', 4_000)))));
        Assert.Equal(40058, Code(await standIn.PostAsync("add_msg_template", With(0, new string('x', 4_001)))));
        Assert.Equal(40058, Code(await standIn.PostAsync("add_msg_template", Task(Enumerable.Range(0, 10_001).Select(one => $"wm{one}")))));
    }

    [Fact]
    public async Task A_fresh_task_is_being_dispatched()
    {
        await using var standIn = await StartAsync(options => options with { Dispatching = TimeSpan.FromSeconds(2) });
        var (id, _) = await standIn.AddCustomerAsync();
        var task = await standIn.CreateTaskAsync("茶", id);

        Assert.Equal(41063, Code(await standIn.PostAsync("get_groupmsg_task", new { msgid = task })));
        standIn.Wall.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, Code(await standIn.PostAsync("get_groupmsg_task", new { msgid = task })));
        Assert.Equal(41046, Code(await standIn.PostAsync("get_groupmsg_task", new { })));
        Assert.Equal(41047, Code(await standIn.PostAsync("get_groupmsg_task", new { msgid = "msgnone" })));
    }

    [Fact]
    public async Task Tasks_are_listed_by_time_page_by_page_without_a_creator()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        var made = new List<string>();
        for (var one = 0; one < 5; one++)
        {
            made.Add(await standIn.CreateTaskAsync($"第 {one} 条", id));
            standIn.Wall.Advance(TimeSpan.FromMinutes(1));
        }
        var start = new DateTimeOffset(2026, 3, 2, 0, 1, 0, TimeSpan.Zero).ToUnixTimeSeconds();

        var found = new List<string>();
        var cursor = "";
        do
        {
            var page = await standIn.PostAsync("get_groupmsg_list_v2", new { chat_type = "single", start_time = start, end_time = start + 3_600, limit = 3, cursor });
            Assert.All(page["group_msg_list"]!.AsArray(), row => Assert.Null(row!["creator"]));
            found.AddRange(page["group_msg_list"]!.AsArray().Select(row => row!["msgid"]!.GetValue<string>()));
            cursor = page["next_cursor"]!.GetValue<string>();
            await standIn.CreateTaskAsync("后来的", id);     // a task made meanwhile shifts no page
        } while (cursor.Length > 0);

        Assert.Equal(made.Skip(1).Reverse(), found.Where(made.Contains));
        Assert.Equal(found.Count, found.Distinct().Count());
    }

    [Fact]
    public async Task A_listing_spans_a_month_at_most()
    {
        await using var standIn = await StartAsync();
        Task<JsonNode> List(object body) => standIn.PostAsync("get_groupmsg_list_v2", body);
        const int Month = 31 * 86_400;

        Assert.Equal(0, Code(await List(new { chat_type = "single", start_time = 0, end_time = Month })));
        var tooLong = await List(new { chat_type = "single", start_time = 0, end_time = Month + 1 });
        Assert.Equal(40058, Code(tooLong));
        Assert.Contains("end_time", Message(tooLong));
        Assert.Contains("chat_type", Message(await List(new { start_time = 0, end_time = 1 })));
        Assert.Contains("limit", Message(await List(new { chat_type = "single", start_time = 0, end_time = 1, limit = 101 })));
        Assert.Equal(50100, Code(await List(new { chat_type = "single", start_time = 0, end_time = 1, cursor = "old" })));
    }

    [Fact]
    public async Task A_task_may_be_reminded_of_three_times_in_24_business_hours()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        var msgid = await standIn.CreateTaskAsync("茶", id);
        async Task<int> Remind() => Code(await standIn.PostAsync("remind_groupmsg_send", new { msgid }));

        Assert.Equal((0, 0, 0, 41094), (await Remind(), await Remind(), await Remind(), await Remind()));
        standIn.Wall.Advance(TimeSpan.FromHours(24));
        Assert.Equal(0, Code(await Renewed(standIn, await standIn.GetTokenAsync()).PostAsync("remind_groupmsg_send", new { msgid })));
    }

    [Fact]
    public async Task A_cancelled_task_can_no_longer_be_confirmed()
    {
        await using var standIn = await StartAsync();
        var (id, _) = await standIn.AddCustomerAsync();
        var msgid = await standIn.CreateTaskAsync("茶", id);

        Assert.Equal(0, Code(await standIn.PostAsync("cancel_groupmsg_send", new { msgid })));

        Assert.Equal(41093, Code(await standIn.PostAsync("cancel_groupmsg_send", new { msgid })));
        Assert.Equal(41093, Code(await standIn.PostAsync("get_groupmsg_task", new { msgid })));
        await Assert.ThrowsAnyAsync<Exception>(() => standIn.ConfirmAsync(msgid));
        Assert.Empty(await standIn.OutboxAsync(id));
    }

    private static object Task(IEnumerable<string> ids) => new { sender = "linxiaoyu", external_userid = ids, text = new { content = "茶" } };

    private static StandIn Renewed(StandIn standIn, JsonNode token)
    {
        standIn.Token = token["access_token"]!.GetValue<string>();
        return standIn;
    }

    private static async Task<int> MemberStatusAsync(StandIn standIn, string msgid)
    {
        var task = await standIn.PostAsync("get_groupmsg_task", new { msgid });
        return Assert.Single(task["task_list"]!.AsArray())!["status"]!.GetValue<int>();
    }

    private static async Task<(string, int)[]> ResultsAsync(StandIn standIn, string msgid)
    {
        var rows = new List<(string, int)>();
        var cursor = "";
        do
        {
            var page = await standIn.PostAsync("get_groupmsg_send_result", new { msgid, userid = "linxiaoyu", limit = 1, cursor });
            rows.AddRange(page["send_list"]!.AsArray().Select(row => (row!["external_userid"]!.GetValue<string>(), row["status"]!.GetValue<int>())));
            cursor = page["next_cursor"]!.GetValue<string>();
        } while (cursor.Length > 0);
        return [.. rows];
    }
}
