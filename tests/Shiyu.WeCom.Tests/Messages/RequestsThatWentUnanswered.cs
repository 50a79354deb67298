using System.Text.Json;
using Shiyu.Store;
using Shiyu.WeCom.Messages;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Messages;

public sealed class RequestsThatWentUnanswered
{
    private const string Add = "add_msg_template";

    [Theory]
    [InlineData("lost")]
    [InlineData("5xx")]
    [InlineData("busy")]
    [InlineData("garbage")]
    public async Task Leave_their_messages_uncertain_and_are_not_sent_again(string how)
    {
        await using var town = await TownThatListsAsync(how, takes: true);
        var planned = town.Host.Plan("wm1");

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        var waiting = town.Host.Plan("wm2");    // same member, same content
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(DeliveryState.Uncertain, town.Host.Delivery(planned).State);
        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(waiting).State);
        Assert.Equal(1, town.WeCom.CountOf(Add));
        Assert.Equal(MessageTaskState.Uncertain, town.Tasks.Unsettled.Single().State);
    }

    [Fact]
    public async Task Are_found_at_WeCom_when_it_did_the_work_and_only_the_answer_was_lost()
    {
        await using var town = await TownThatListsAsync("lost", takes: true);
        var planned = town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(1, await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop)));

        Assert.Equal((DeliveryState.Queued, null), (town.Host.Delivery(planned).State, town.Host.Delivery(planned).Reason));
        Assert.Equal(("m1", MessageTaskState.Queued), (town.Tasks.Open.Single().Msgid, town.Tasks.Open.Single().State));
        Assert.Equal(1, town.WeCom.CountOf(Add));
    }

    [Fact]
    public async Task Are_found_after_a_time_out_of_a_request_that_WeCom_took()
    {
        await using var town = await TownThatListsAsync("lost", takes: true);
        var hang = new TaskCompletionSource();
        var take = town.WeCom.Answers[Add];
        town.WeCom.Answers[Add] = call =>
        {
            take(call);
            return hang.Task;
        };
        var planned = town.Host.Plan("wm1");
        var sending = town.Dispatcher.SendDueAsync(Town.Stop);
        await CallbackTown.UntilAsync(() => !(town.WeCom.CountOf(Add) == 0));
        Assert.Equal(0, await town.Dispatcher.SettleAsync(Town.Stop));    // still under way: nothing to settle
        town.Time.Advance(TimeSpan.FromSeconds(11));
        await sending;
        hang.SetResult();
        Assert.Equal((DeliveryState.Uncertain, "unanswered"), (town.Host.Delivery(planned).State, town.Host.Delivery(planned).Reason));

        await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(planned).State);
        Assert.Equal(1, town.WeCom.CountOf(Add));
    }

    [Fact]
    public async Task Are_found_after_a_crash_between_request_and_answer()
    {
        await using var town = await TownThatListsAsync("lost", takes: true);
        var planned = town.Host.Plan("wm1");
        var (answered, crash) = (new TaskCompletionSource(), new CancellationTokenSource());
        var take = town.WeCom.Answers[Add];
        town.WeCom.Answers[Add] = call =>
        {
            take(call);
            crash.Cancel();
            return answered.Task;
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => town.DriveAsync(town.Dispatcher.SendDueAsync(crash.Token)));
        answered.SetResult();
        Assert.Equal((DeliveryState.Uncertain, "sending"), (town.Host.Delivery(planned).State, town.Host.Delivery(planned).Reason));

        town.Restart();
        Assert.Equal(("interrupted", MessageTaskState.Uncertain), (town.Tasks.Unsettled.Single().Reason, town.Tasks.Unsettled.Single().State));
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(planned).State);
        Assert.Equal(1, town.WeCom.CountOf(Add));
    }

    [Fact]
    public async Task Are_sent_again_once_after_the_wait_and_two_full_listings_without_a_match()
    {
        await using var town = await TownThatListsAsync("lost", takes: false);
        var planned = town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        for (var i = 0; i < 3; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));    // the wait is not over: listings do not count
        Assert.Equal(DeliveryState.Uncertain, town.Host.Delivery(planned).State);
        town.Time.Advance(town.Options.SettleWait);
        Assert.Equal(0, await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop)));    // the first
        Assert.Equal(DeliveryState.Uncertain, town.Host.Delivery(planned).State);
        Assert.Equal(1, await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop)));    // the second
        Assert.Equal((DeliveryState.Planned, null), (town.Host.Delivery(planned).State, town.Host.Delivery(planned).Task));

        town.WeCom.Answers[Add] = _ => new { errcode = 0, msgid = "m9" };
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(planned).State);
        Assert.Equal(2, town.WeCom.CountOf(Add));
    }

    [Fact]
    public async Task Do_not_make_uncertain_another_whose_answer_came_while_WeCom_was_asked_about_them()
    {
        await using var town = await TownThatListsAsync("lost", takes: false);
        town.Options = town.Options with { SettleWait = TimeSpan.FromSeconds(1) };
        town.Restart();
        town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));    // unanswered: to be settled first
        var (answer, listing) = (new TaskCompletionSource<object>(), new TaskCompletionSource<object>());
        town.WeCom.Answers[Add] = _ => answer.Task;
        town.WeCom.Answers["get_groupmsg_list_v2"] = _ => listing.Task;
        town.Time.Advance(TimeSpan.FromMilliseconds(1));    // the oldest is asked about first
        var answered = town.Host.Plan("wm2", text: "别的");
        var sending = town.Dispatcher.SendDueAsync(Town.Stop);
        await CallbackTown.UntilAsync(() => town.WeCom.CountOf(Add) == 2);
        var settling = town.Dispatcher.SettleAsync(Town.Stop);
        await CallbackTown.UntilAsync(() => town.WeCom.CountOf("get_groupmsg_list_v2") == 1);

        answer.SetResult(new { errcode = 0, msgid = "m2" });
        await sending;
        town.Time.Advance(TimeSpan.FromSeconds(1));    // the wait is over for both
        listing.SetResult(new { errcode = 0 });
        await settling;

        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(answered).State);
        Assert.Equal("m2", town.Tasks.Open.Single(task => task.State == MessageTaskState.Queued).Msgid);
    }

    [Fact]
    public async Task Wait_anew_after_a_start_because_the_clock_may_have_been_set_in_between()
    {
        await using var town = await TownThatListsAsync("lost", takes: false);
        var planned = town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        town.Time.Advance(town.Options.SettleWait);
        town.Restart();

        for (var i = 0; i < 3; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));
        Assert.Equal(DeliveryState.Uncertain, town.Host.Delivery(planned).State);
        town.Time.Advance(town.Options.SettleWait);
        for (var i = 0; i < 2; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(planned).State);
    }

    [Fact]
    public async Task Are_looked_for_by_the_dates_of_WeCom_whose_clock_is_not_ours()
    {
        await using var town = await TownThatListsAsync("lost", takes: true);
        var weCom = town.Time.GetUtcNow().AddDays(-2);    // ours is two days ahead
        town.WeCom.Now = () => weCom;
        (long From, long To) asked = default;
        town.WeCom.Answers["get_groupmsg_list_v2"] = call =>
        {
            asked = (call.Json.GetProperty("start_time").GetInt64(), call.Json.GetProperty("end_time").GetInt64());
            return new { errcode = 0, group_msg_list = Array.Empty<object>() };
        };
        town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.InRange(weCom.ToUnixTimeSeconds(), asked.From, asked.To);
        Assert.True(asked.To < town.Time.GetUtcNow().ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Are_not_given_up_while_WeCom_cannot_be_asked()
    {
        await using var town = await TownThatListsAsync("lost", takes: false);
        var planned = town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        town.Time.Advance(town.Options.SettleWait);
        town.WeCom.Answers["get_groupmsg_list_v2"] = _ => 500;

        for (var i = 0; i < 4; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal(DeliveryState.Uncertain, town.Host.Delivery(planned).State);
    }

    [Fact]
    public async Task Wait_for_a_person_when_more_than_one_task_fits()
    {
        await using var town = await TownThatListsAsync("lost", takes: true);
        var planned = town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        town.WeCom.Tasks.Add(town.WeCom.Tasks[0]);    // another of the same content and recipients
        town.Time.Advance(town.Options.SettleWait);

        for (var i = 0; i < 3; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal((DeliveryState.Uncertain, "ambiguous"), (town.Host.Delivery(planned).State, town.Host.Delivery(planned).Reason));
        var task = town.Tasks.Unsettled.Single();
        Assert.Equal(["m1", "m2"], task.Candidates);
        town.Restart();
        Assert.False(await town.Dispatcher.DecideAsync(task.Key, "m7"));    // none of the candidates
        Assert.True(await town.Dispatcher.DecideAsync(task.Key, "m2"));
        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(planned).State);
        Assert.Equal("m2", town.Tasks.Open.Single().Msgid);
    }

    [Fact]
    public async Task Wait_for_a_person_when_the_task_that_fits_was_cancelled_and_hides_its_recipients()
    {
        await using var town = await TownThatListsAsync("lost", takes: true);
        var planned = town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        town.WeCom.Answers["get_groupmsg_send_result"] = _ => new { errcode = 41093, errmsg = "cancelled" };
        town.Time.Advance(town.Options.SettleWait);

        for (var i = 0; i < 3; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal((DeliveryState.Uncertain, "ambiguous"), (town.Host.Delivery(planned).State, town.Host.Delivery(planned).Reason));
        Assert.True(await town.Dispatcher.DecideAsync(town.Tasks.Unsettled.Single().Key, msgid: null));
        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(planned).State);
    }

    [Fact]
    public async Task Are_waited_for_from_the_end_of_the_request_for_until_then_WeCom_could_take_it()
    {
        await using var town = await TownThatListsAsync("lost", takes: false);
        town.Options = town.Options with { SettleWait = TimeSpan.FromSeconds(5) };
        town.Restart();
        var hang = new TaskCompletionSource();
        town.WeCom.Answers[Add] = _ => hang.Task;
        var planned = town.Host.Plan("wm1");
        var sending = town.Dispatcher.SendDueAsync(Town.Stop);
        await CallbackTown.UntilAsync(() => town.WeCom.CountOf(Add) == 1);
        town.Time.Advance(town.Options.Timeout);
        await sending;
        hang.SetResult();

        for (var i = 0; i < 3; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));
        Assert.Equal(DeliveryState.Uncertain, town.Host.Delivery(planned).State);
        town.Time.Advance(town.Options.SettleWait);
        for (var i = 0; i < 2; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(planned).State);
    }

    [Theory]
    [InlineData("recipients")]
    [InlineData("content")]
    [InlineData("personal")]
    [InlineData("member")]
    public async Task Are_not_mistaken_for_a_task_that_only_looks_alike(string differs)
    {
        await using var town = await TownThatListsAsync("lost", takes: false);
        var planned = town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        var other = new { external_userid = differs == "recipients" ? new[] { "wm1", "wm2" } : ["wm1"], sender = differs == "member" ? "lisi" : "zhangsan",
            text = new { content = differs == "content" ? "您好" : "你好" }, create_type = differs == "personal" ? 1 : 0 };
        town.WeCom.Tasks.Add(JsonSerializer.SerializeToElement(other));
        town.Time.Advance(town.Options.SettleWait);

        for (var i = 0; i < 2; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(planned).State);
    }

    [Fact]
    public async Task Are_not_mistaken_for_an_earlier_task_of_our_own()
    {
        await using var town = await TownThatListsAsync("ok", takes: true);
        town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));    // m1, known
        var second = town.Host.Plan("wm1");
        town.WeCom.Answers[Add] = _ => null;
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        town.Time.Advance(town.Options.SettleWait);

        for (var i = 0; i < 2; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));

        Assert.Equal(DeliveryState.Planned, town.Host.Delivery(second).State);
    }

    [Fact]
    public async Task Stay_uncertain_while_WeCom_is_still_dispatching_the_task()
    {
        await using var town = await TownThatListsAsync("lost", takes: true);
        var planned = town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        town.Time.Advance(town.Options.SettleWait);
        var results = town.WeCom.Answers["get_groupmsg_send_result"];
        town.WeCom.Answers["get_groupmsg_send_result"] = _ => new { errcode = 41063, errmsg = "dispatching" };

        for (var i = 0; i < 3; i++) await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));
        Assert.Equal(DeliveryState.Uncertain, town.Host.Delivery(planned).State);

        town.WeCom.Answers["get_groupmsg_send_result"] = results;
        await town.DriveAsync(town.Dispatcher.SettleAsync(Town.Stop));
        Assert.Equal(DeliveryState.Queued, town.Host.Delivery(planned).State);
    }

    /// <summary>WeCom lists the tasks it took, with their recipients.</summary>
    /// <param name="how">What becomes of the answer to a new task.</param>
    /// <param name="takes">Whether WeCom does the work before the answer is lost.</param>
    private static async Task<Town> TownThatListsAsync(string how, bool takes)
    {
        var town = await Town.OpenAsync();
        var tasks = town.WeCom.Tasks;
        town.WeCom.Answers[Add] = call =>
        {
            if (takes) tasks.Add(JsonDocument.Parse(call.Body).RootElement);
            return how switch { "lost" => null, "5xx" => 502, "busy" => new { errcode = -1 }, "garbage" => "<html>", _ => new { errcode = 0, msgid = $"m{tasks.Count}" } };
        };
        town.WeCom.Answers["get_groupmsg_list_v2"] = call =>
        {
            var (from, to) = (call.Json.GetProperty("start_time").GetInt64(), call.Json.GetProperty("end_time").GetInt64());
            var now = town.Host.Clock.GetUtcNow().ToUnixTimeSeconds();
            Assert.InRange(to - from, 1, 31 * 86_400);
            return new
            {
                errcode = 0,
                group_msg_list = from > now || to < now ? [] : tasks.Select((task, i) => new
                {
                    msgid = $"m{i + 1}", create_time = now, create_type = task.TryGetProperty("create_type", out var type) ? type.GetInt32() : 0,
                    text = new { content = task.GetProperty("text").GetProperty("content").GetString() },
                }).ToArray(),
            };
        };
        town.WeCom.Answers["get_groupmsg_send_result"] = call => Of(call) is var task && task.GetProperty("sender").GetString() != call.Json.GetProperty("userid").GetString()
            ? new { errcode = 0, send_list = Array.Empty<object>() }
            : new
            {
                errcode = 0,
                send_list = task.GetProperty("external_userid").EnumerateArray().Select(id => (object)new { external_userid = id.GetString(), status = 0 }).ToArray(),
            };
        town.WeCom.Answers["get_groupmsg_task"] = call => new
        {
            errcode = 0, task_list = new[] { new { userid = Of(call).GetProperty("sender").GetString(), status = 0 } },
        };
        return town;

        JsonElement Of(FakeWeCom.Call call) => tasks[int.Parse(call.Json.GetProperty("msgid").GetString()![1..]) - 1];
    }
}
