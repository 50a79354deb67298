using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Store;
using Shiyu.WeCom.Messages;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Messages;

public sealed class ExitsBeforeTheConfirmation
{
    private const string Exited = "exited_before_confirmation";

    [Fact]
    public async Task Of_the_only_customer_take_the_task_back()
    {
        await using var town = await QueuedAsync("wm1");
        town.Host.Exited[1] = "goal";
        Gone(town);

        await LookAsync(town);

        Assert.Equal((DeliveryState.Skipped, Exited), Fate(town, 0));
        Assert.Equal(Exited, MemoryHost.Properties(town.Host.Events.Single(e => e.Name == "message.failed")).GetProperty("reason").GetString());
        Assert.Empty(town.Tasks.Open);
        Assert.Equal(1, town.WeCom.CountOf("cancel_groupmsg_send"));
    }

    /// <summary>The member was faster: nothing is written off, and what WeCom says counts.</summary>
    [Fact]
    public async Task Lose_against_a_member_who_confirms_while_the_task_is_being_taken_back()
    {
        await using var town = await QueuedAsync("wm1");
        town.Host.Exited[1] = "goal";
        town.WeCom.Answers["cancel_groupmsg_send"] = _ =>
        {
            Confirmed(town, ("wm1", 1));
            return new { errcode = 0 };
        };

        await LookAsync(town);
        Assert.Equal(DeliveryState.Queued, town.Host.Deliveries[0].State);
        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal((DeliveryState.Delivered, null), Fate(town, 0));
        Assert.Equal("message.delivered", town.Host.EventNames.Single());
    }

    /// <summary>WeCom's lists lag behind its answer: until they show that the task is gone, it may still be confirmed.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_not_written_off_while_the_task_still_stands_also_over_a_restart(bool restart)
    {
        await using var town = await QueuedAsync("wm1");
        town.Host.Exited[1] = "exit";
        town.WeCom.Answers["cancel_groupmsg_send"] = _ => new { errcode = 0 };
        await LookAsync(town);
        Assert.Equal((DeliveryState.Queued, Exited), Fate(town, 0));
        Assert.Empty(town.Host.Events);

        if (restart) town.Restart();
        // The poller leaves it alone meanwhile: a task that we have cancelled is not one that somebody else has.
        Gone(town);
        town.Time.Advance(TimeSpan.FromMinutes(1));
        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));
        Assert.Equal(DeliveryState.Queued, town.Host.Deliveries[0].State);
        await LookAsync(town);

        Assert.Equal((DeliveryState.Skipped, Exited), Fate(town, 0));
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("busy")]
    public async Task Go_on_being_taken_back_when_WeCom_does_not_answer(string how)
    {
        await using var town = await QueuedAsync("wm1");
        town.Host.Exited[1] = "goal";
        town.WeCom.Answers["cancel_groupmsg_send"] = _ => how == "lost" ? null : new { errcode = -1 };
        await LookAsync(town);
        Assert.True(Assert.Single(town.Tasks.Open).Withdrawing);

        Gone(town);
        await LookAsync(town);

        Assert.Equal((DeliveryState.Skipped, Exited), Fate(town, 0));
    }

    [Fact]
    public async Task Leave_a_task_as_it_is_that_WeCom_will_not_take_back()
    {
        await using var town = await QueuedAsync("wm1");
        town.Host.Exited[1] = "goal";
        town.WeCom.Answers["cancel_groupmsg_send"] = _ => new { errcode = 48002 };
        await LookAsync(town);
        town.WeCom.Answers["cancel_groupmsg_send"] = _ => new { errcode = 41047 };
        await LookAsync(town);

        Assert.False(Assert.Single(town.Tasks.Open).Withdrawing);
        Confirmed(town, ("wm1", 1));
        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));
        Assert.Equal((DeliveryState.Delivered, null), Fate(town, 0));
    }

    [Fact]
    public async Task In_a_packed_task_are_marked_and_told_to_the_member_once()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3", "wm4", "wm5");
        town.Host.Exited[2] = "goal";

        await LookAsync(town);
        await LookAsync(town);

        Assert.Equal([null, Exited, null, null, null], town.Host.Deliveries.Select(delivery => delivery.Reason));
        Assert.All(town.Host.Deliveries, delivery => Assert.Equal(DeliveryState.Queued, delivery.State));
        var told = town.WeCom.Calls.Single(call => call.Api == "send").Json;
        Assert.Equal(("zhangsan", "textcard", 1000002), (told.GetProperty("touser").GetString(), told.GetProperty("msgtype").GetString(), told.GetProperty("agentid").GetInt32()));
        Assert.Contains("客户2", told.GetProperty("textcard").GetProperty("description").GetString());
        Assert.Equal(0, town.WeCom.CountOf("cancel_groupmsg_send"));

        town.Host.Exited[3] = "goal";
        await LookAsync(town);
        Assert.Contains("客户2、客户3", town.WeCom.Calls.Last(call => call.Api == "send").Json.GetProperty("textcard").GetProperty("description").GetString());
    }

    [Fact]
    public async Task Are_told_later_when_the_member_could_not_be_told()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3");
        town.Host.Exited[2] = "goal";
        town.WeCom.Answers["send"] = _ => 404;
        await LookAsync(town);

        town.WeCom.Answers["send"] = _ => new { errcode = 0, msgid = "a1" };
        await LookAsync(town);
        await LookAsync(town);

        Assert.Equal(2, town.WeCom.CountOf("send"));
    }

    [Fact]
    public async Task Are_delivered_or_skipped_as_the_member_chose()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3", "wm4", "wm5");
        Assert.True(town.WeCom.Tasks.Single().GetProperty("allow_select").GetBoolean());
        town.Host.Exited[1] = town.Host.Exited[2] = "goal";
        await LookAsync(town);
        Confirmed(town, ("wm1", 1), ("wm3", 1), ("wm4", 1), ("wm5", 1));

        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));
        town.Time.Advance(TimeSpan.FromDays(3));
        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal(
            [(DeliveryState.Delivered, null), (DeliveryState.Skipped, Exited), (DeliveryState.Delivered, null), (DeliveryState.Delivered, null), (DeliveryState.Delivered, null)],
            town.Host.Deliveries.Select(delivery => (delivery.State, delivery.Reason)));
    }

    [Fact]
    public async Task Of_enough_customers_make_the_task_anew_for_the_rest()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3", "wm4");
        town.Host.Exited[1] = "goal";
        await LookAsync(town);
        Assert.Equal(0, town.WeCom.CountOf("cancel_groupmsg_send"));

        town.Host.Exited[2] = "goal";
        Gone(town);
        await LookAsync(town);
        Assert.Equal([DeliveryState.Skipped, DeliveryState.Skipped, DeliveryState.Planned, DeliveryState.Planned], town.Host.Deliveries.Select(delivery => delivery.State));
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(["wm3", "wm4"], town.WeCom.Tasks[1].GetProperty("external_userid").EnumerateArray().Select(id => id.GetString()));
        Assert.All(town.Host.Deliveries.Skip(2), delivery => Assert.Equal((DeliveryState.Queued, null), (delivery.State, delivery.Reason)));
    }

    /// <summary>Never for a member who has confirmed: those who were written to are not written to again.</summary>
    [Fact]
    public async Task Make_nothing_anew_for_a_member_who_confirmed_meanwhile()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3", "wm4");
        town.Host.Exited[1] = town.Host.Exited[2] = "goal";
        town.WeCom.Answers["cancel_groupmsg_send"] = _ =>
        {
            Confirmed(town, ("wm1", 1), ("wm2", 1), ("wm3", 1), ("wm4", 1));
            return new { errcode = 0 };
        };

        await LookAsync(town);
        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.All(town.Host.Deliveries, delivery => Assert.Equal((DeliveryState.Delivered, null), (delivery.State, delivery.Reason)));
        Assert.Single(town.WeCom.Tasks);
    }

    [Fact]
    public async Task Make_nothing_anew_where_one_of_the_rest_would_get_lost_by_it()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3", "wm4");
        town.Host.Exited[1] = town.Host.Exited[2] = "goal";
        town.Host.Expired.Add(3);

        await LookAsync(town);

        Assert.Equal(0, town.WeCom.CountOf("cancel_groupmsg_send"));
        Assert.Equal([Exited, Exited, null, null], town.Host.Deliveries.Select(delivery => delivery.Reason));
    }

    [Fact]
    public async Task Are_forgotten_by_who_comes_back()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3");
        town.Host.Exited[1] = "do_not_disturb";
        await LookAsync(town);

        town.Host.Exited.Clear();
        await LookAsync(town);

        Assert.Null(town.Host.Deliveries[0].Reason);
    }

    [Fact]
    public async Task Of_a_task_made_anew_do_not_count_in_the_members_day()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3", "wm4");
        town.Host.Definitions = town.Host.Definitions with { Workspace = town.Host.Definitions.Workspace with { MemberLoad = new MemberLoad(Messages: 4, Tasks: 1) } };
        town.Host.Exited[1] = town.Host.Exited[2] = "goal";
        Gone(town);
        await LookAsync(town);

        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

        Assert.Equal(2, town.WeCom.Tasks.Count);
    }

    private static (DeliveryState, string?) Fate(Town town, int at) => (town.Host.Deliveries[at].State, town.Host.Deliveries[at].Reason);

    private static async Task LookAsync(Town town)
    {
        town.Time.Advance(TimeSpan.FromMinutes(5));
        await town.DriveAsync(town.Dispatcher.LookForExitsAsync(Town.Stop));
    }

    /// <summary>Tasks are made anew when half of their customers have left.</summary>
    private static async Task<Town> QueuedAsync(params string[] customers)
    {
        var town = await MessagesOnTheirWay.TownWithTasksAsync();
        town.Options = town.Options with { AgentId = 1000002, PublicUrl = new Uri("https://shiyu.example.com") };
        town.Restart();
        town.WeCom.Answers["send"] = _ => new { errcode = 0, msgid = "a1" };
        town.Host.Definitions = DefinitionSet.Empty with
        {
            Workspace = WorkspaceDefinition.Default with { Unconfirmed = UnconfirmedRules.Default with { Remake = new Share(Share.Whole / 2), Select = true } },
        };
        foreach (var customer in customers) town.Host.Plan(customer);
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        Unconfirmed(town);
        return town;
    }

    private static void Unconfirmed(Town town) =>
        town.WeCom.Answers["get_groupmsg_task"] = _ => new { errcode = 0, task_list = new[] { new { userid = "zhangsan", status = 0 } } };

    private static void Gone(Town town)
    {
        town.WeCom.Answers["cancel_groupmsg_send"] = _ => new { errcode = 0 };
        town.WeCom.Answers["get_groupmsg_task"] = town.WeCom.Answers["get_groupmsg_send_result"] = _ => new { errcode = 41093, errmsg = "cancelled" };
    }

    private static void Confirmed(Town town, params (string Customer, int Status)[] results)
    {
        var now = town.Host.Clock.GetUtcNow().ToUnixTimeSeconds();
        town.WeCom.Answers["get_groupmsg_task"] = _ => new { errcode = 0, task_list = new[] { new { userid = "zhangsan", status = 2, send_time = now } } };
        town.WeCom.Answers["get_groupmsg_send_result"] = _ => new
        {
            errcode = 0, send_list = results.Select(result => new { external_userid = result.Customer, userid = "zhangsan", status = result.Status, send_time = now }),
        };
    }
}
