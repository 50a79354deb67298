using System.Text.Json;
using Shiyu.Runtime.Deliveries;
using Shiyu.Store;
using Shiyu.WeCom.Messages;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Messages;

public sealed class MessagesOnTheirWay
{
    private const string Add = "add_msg_template";

    [Fact]
    public async Task Are_packed_by_member_and_content_and_queued()
    {
        await using var town = await TownWithTasksAsync();
        var a = town.Host.Plan("wm1");
        town.Host.Plan("wm2");
        town.Host.Plan("wm3", member: "lisi");
        town.Host.Plan("wm4", text: "别的");

        Assert.Equal(4, await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop)));

        var tasks = town.WeCom.Tasks.OrderBy(task => task.GetProperty("external_userid")[0].GetString()).ToList();
        Assert.Equal(3, tasks.Count);
        Assert.Equal(["wm1", "wm2"], tasks[0].GetProperty("external_userid").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(("zhangsan", "你好", "single"),
            (tasks[0].GetProperty("sender").GetString(), tasks[0].GetProperty("text").GetProperty("content").GetString(), tasks[0].GetProperty("chat_type").GetString()));
        Assert.All(town.Host.Deliveries, delivery => Assert.Equal((DeliveryState.Queued, null), (delivery.State, delivery.Reason)));
        Assert.Equal("zhangsan", town.Host.Delivery(a).Member);
        Assert.Equal(3, town.Tasks.Open.Count);
        Assert.Empty(town.Tasks.Unsettled);
    }

    [Fact]
    public async Task Go_at_most_ten_thousand_in_one_task()
    {
        await using var town = await TownWithTasksAsync();
        for (var i = 0; i < 10_001; i++) town.Host.Plan($"wm{i}");

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal([10_000, 1], town.WeCom.Tasks.Select(task => task.GetProperty("external_userid").GetArrayLength()));
    }

    [Fact]
    public async Task Name_a_customer_once_in_a_task()
    {
        await using var town = await TownWithTasksAsync();
        town.Host.Plan("wm1");
        town.Host.Plan("wm1");

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(1, town.WeCom.Tasks.Single().GetProperty("external_userid").GetArrayLength());
        Assert.Single(town.Host.Deliveries, delivery => delivery.State == DeliveryState.Planned);
    }

    [Fact]
    public async Task Do_not_go_before_they_are_due()
    {
        await using var town = await TownWithTasksAsync();
        town.Host.Plan("wm1", dueAtMs: town.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds() + 1_000);

        Assert.Equal(0, await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop)));
        town.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop)));
    }

    [Fact]
    public async Task Are_checked_again_right_before_their_own_request()
    {
        await using var town = await TownWithTasksAsync();
        var bought = town.Host.Plan("wm1");
        var moved = town.Host.Plan("wm2");
        var stays = town.Host.Plan("wm3");
        // Between packing and handing over one customer buys, and another's text changes.
        town.Host.Check = delivery => town.Host.Checks < 2 || delivery.Sequence == stays.Sequence ? town.Host.Ready(delivery)
            : delivery.Sequence == bought.Sequence ? null
            : town.Host.Ready(delivery) with { Content = new RenderedMaterial("新的", null) };

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal("wm3", town.WeCom.Tasks.Single().GetProperty("external_userid").EnumerateArray().Single().GetString());
        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(moved).State);
        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(stays).State);
    }

    [Fact]
    public async Task Are_looked_at_a_last_time_when_they_stand_as_begun()
    {
        await using var town = await TownWithTasksAsync();
        var bought = town.Host.Plan("wm1");
        var stays = town.Host.Plan("wm2");
        // While it is written down that both are begun, one customer buys.
        town.Host.Check = delivery => delivery.State == DeliveryState.Uncertain && delivery.Sequence == bought.Sequence ? null : town.Host.Ready(delivery);

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal("wm2", town.WeCom.Tasks.Single().GetProperty("external_userid").EnumerateArray().Single().GetString());
        Assert.Equal((DeliveryState.Planned, null, null), (town.Host.Delivery(bought).State, town.Host.Delivery(bought).Task, town.Host.Delivery(bought).Member));
        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(stays).State);
        Assert.Equal(1, town.Tasks.Open.Single().Customers);
    }

    [Fact]
    public async Task Are_planned_again_when_none_of_them_may_go_any_more()
    {
        await using var town = await TownWithTasksAsync();
        var bought = town.Host.Plan("wm1");
        town.Host.Check = delivery => delivery.State == DeliveryState.Uncertain ? null : town.Host.Ready(delivery);

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(0, town.WeCom.CountOf(Add));
        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(bought).State);
        Assert.Empty(town.Tasks.Open);
    }

    [Fact]
    public async Task Are_checked_again_after_the_token_was_fetched()
    {
        await using var town = await TownWithTasksAsync();
        town.Host.Plan("wm1");
        // Fetching a token may take its time; meanwhile the customer buys.
        var bought = false;
        town.WeCom.TokenAnswer = () =>
        {
            bought = true;
            return new { errcode = 0, access_token = "token-1", expires_in = 7200 };
        };
        town.Host.Check = delivery => bought ? null : town.Host.Ready(delivery);

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.True(bought);
        Assert.Empty(town.WeCom.Tasks);
    }

    [Fact]
    public async Task Stand_durably_as_begun_while_the_request_is_out()
    {
        await using var town = await TownWithTasksAsync();
        var planned = town.Host.Plan("wm1");
        (DeliveryState, string?, int, int) seen = default;
        town.WeCom.Answers[Add] = _ =>
        {
            var delivery = town.Host.Delivery(planned);
            seen = (delivery.State, delivery.Reason, town.Host.Documents("wecom.task").Count, town.Host.Documents("wecom.task.recipients").Count);
            return new { errcode = 0, msgid = "m1" };
        };

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal((DeliveryState.Uncertain, "sending", 1, 1), seen);
        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(planned).State);
    }

    [Fact]
    public async Task Are_not_sent_when_they_cannot_be_written_down_first()
    {
        await using var town = await TownWithTasksAsync();
        town.Host.Plan("wm1");
        town.Host.NextWriteFails = new IOException("disk full");

        await Assert.ThrowsAsync<IOException>(() => town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop)));

        Assert.Equal(0, town.WeCom.CountOf(Add));
        Assert.Equal(1, await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop)));
    }

    [Fact]
    public async Task Fail_for_customers_on_the_fail_list_and_tell_the_log()
    {
        await using var town = await TownWithTasksAsync();
        var lost = town.Host.Plan("wm1");
        var kept = town.Host.Plan("wm2");
        town.WeCom.Answers[Add] = _ => new { errcode = 0, msgid = "m1", fail_list = new[] { "wm1" } };

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal((DeliveryState.Failed, "not_reachable"), (town.Host.Delivery(lost).State, town.Host.Delivery(lost).Reason));
        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(kept).State);
        var failed = Assert.Single(town.Host.Events);
        Assert.Equal(("message.failed", "external_userid:wm1"), (failed.Name, failed.Identities.Single().ToString()));
        var properties = MemoryHost.Properties(failed);
        Assert.Equal("not_reachable", properties.GetProperty("reason").GetString());
        Assert.Equal(("nudge", "first", "zhangsan"),
            (properties.GetProperty("sop").GetString(), properties.GetProperty("step").GetString(), properties.GetProperty("member").GetString()));
        Assert.Equal(lost.Run.ToString("x32"), properties.GetProperty("run").GetString());
        Assert.Equal(lost.Id.ToString("x32"), properties.GetProperty("delivery").GetString());
    }

    [Theory]
    [InlineData(41048, "not_reachable")]
    [InlineData(40201, "wecom:40201 内容被反垃圾拦截（敏感内容）")]
    [InlineData(84074, "wecom:84074 成员没有外部联系人权限")]
    [InlineData(40058, "wecom:40058 参数无效，说明中有参数名")]
    public async Task Fail_with_the_code_in_words_where_trying_again_is_no_use(int errcode, string reason)
    {
        await using var town = await TownWithTasksAsync();
        var planned = town.Host.Plan("wm1");
        town.WeCom.Answers[Add] = _ => new { errcode, errmsg = "no" };

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal((DeliveryState.Failed, reason), (town.Host.Delivery(planned).State, town.Host.Delivery(planned).Reason));
        Assert.Equal("message.failed", town.Host.EventNames.Single());
        Assert.Empty(town.Tasks.Open);
    }

    [Theory]
    [InlineData(45009)]
    [InlineData(45033)]
    [InlineData(60020)]
    [InlineData(40014)]
    public async Task Are_planned_again_where_nothing_was_taken_and_wait_their_time(int errcode)
    {
        await using var town = await TownWithTasksAsync();
        var planned = town.Host.Plan("wm1");
        var answer = town.WeCom.Answers[Add];
        town.WeCom.Answers[Add] = _ => new { errcode, errmsg = "no" };
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal((DeliveryState.Planned, null, null, null),
            (town.Host.Delivery(planned).State, town.Host.Delivery(planned).Reason, town.Host.Delivery(planned).Task, town.Host.Delivery(planned).Member));
        Assert.Empty(town.Tasks.Open);
        town.WeCom.Answers[Add] = answer;
        Assert.Equal(0, await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop)));    // it rests

        town.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop)));
        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(planned).State);
    }

    [Fact]
    public async Task Are_planned_again_when_there_was_no_connection()
    {
        await using var town = await TownWithTasksAsync();
        var planned = town.Host.Plan("wm1");
        town.Options = town.Options with { BaseUrl = new Uri("http://127.0.0.1:9") };
        town.Restart();

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(planned).State);
        Assert.NotNull(town.Dispatcher.RestsUntil);
    }

    [Theory]
    [InlineData("busy")]
    [InlineData("garbage")]
    public async Task Are_planned_again_when_there_was_no_token_for_them(string how)
    {
        await using var town = await TownWithTasksAsync();
        var planned = town.Host.Plan("wm1");
        town.WeCom.TokenAnswer = () => how == "busy" ? new { errcode = -1, errmsg = "busy" } : "<html>";

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(planned).State);
        Assert.NotNull(town.Dispatcher.RestsUntil);
        Assert.Empty(town.Tasks.Unsettled);
    }

    [Fact]
    public async Task Stay_planned_while_WeCom_is_not_configured()
    {
        await using var town = await TownWithTasksAsync();
        var planned = town.Host.Plan("wm1");
        town.Options = new WeComOptions { BaseUrl = town.Options.BaseUrl };
        town.Restart();

        await town.Dispatcher.StartAsync(Town.Stop);
        Assert.Equal(0, await town.Dispatcher.SendDueAsync(Town.Stop));
        await town.Dispatcher.StopAsync(Town.Stop);

        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(planned).State);
        Assert.Empty(town.WeCom.Calls);
    }

    [Fact]
    public async Task Fail_when_their_text_is_over_WeComs_limit()
    {
        await using var town = await TownWithTasksAsync();
        var fits = town.Host.Plan("wm1", text: new string('雨', 1_333) + "a");
        var over = town.Host.Plan("wm2", text: new string('雨', 1_333) + "ab");
        var empty = town.Host.Plan("wm3", text: "\u0001");

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(fits).State);
        Assert.Equal((DeliveryState.Failed, "content:text has 4001 bytes, at most 4000"), (town.Host.Delivery(over).State, town.Host.Delivery(over).Reason));
        Assert.Equal("content:empty", town.Host.Delivery(empty).Reason);
        Assert.Equal(2, town.Host.EventNames.Count(name => name == "message.failed"));
    }

    [Theory]
    [InlineData("2026-03-02T10:00:00Z", 60, 60)]
    [InlineData("2026-03-02T10:00:59.5Z", 60, 0.5)]
    [InlineData("2026-03-02T10:07:30Z", 600, 150)]
    public void Are_collected_until_their_slot_ends(string now, int slotSeconds, double leftSeconds) =>
        Assert.Equal(TimeSpan.FromSeconds(leftSeconds),
            DirectMessageDispatcher.UntilSlotEnds(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.FromSeconds(slotSeconds)));

    [Fact]
    public async Task Leave_by_themselves_when_their_slot_ends()
    {
        await using var town = await TownWithTasksAsync();
        await town.Dispatcher.StartAsync(Town.Stop);
        town.Host.Plan("wm1");
        await town.Time.UntilTimerAsync(left => left == TimeSpan.FromMinutes(1));
        town.Host.Plan("wm2");
        Assert.Empty(town.WeCom.Tasks);

        town.Time.Advance(TimeSpan.FromMinutes(1));
        await CallbackTown.UntilAsync(() => town.Host.Deliveries.All(delivery => delivery.State == DeliveryState.Queued));
        await town.Dispatcher.StopAsync(Town.Stop);

        Assert.Equal(2, town.WeCom.Tasks.Single().GetProperty("external_userid").GetArrayLength());
    }

    /// <summary>WeCom takes every task and gives it an id.</summary>
    internal static async Task<Town> TownWithTasksAsync(double rate = 1)
    {
        var town = await Town.OpenAsync(rate);
        town.WeCom.Answers[Add] = call =>
        {
            lock (town.WeCom.Tasks)
            {
                town.WeCom.Tasks.Add(JsonDocument.Parse(call.Body).RootElement);
                return new { errcode = 0, errmsg = "ok", fail_list = Array.Empty<string>(), msgid = $"m{town.WeCom.Tasks.Count}" };
            }
        };
        return town;
    }
}
