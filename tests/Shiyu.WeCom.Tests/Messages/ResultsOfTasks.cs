using Shiyu.Store;
using Shiyu.WeCom.Messages;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Messages;

public sealed class ResultsOfTasks
{
    [Fact]
    public async Task Move_messages_to_delivered_and_failed_and_tell_the_log_once()
    {
        await using var town = await QueuedAsync("wm1", "wm2", "wm3", "wm4");
        Confirm(town, ("wm1", 1), ("wm2", 2), ("wm3", 3), ("wm4", 0));
        town.Time.Advance(TimeSpan.FromMinutes(5));

        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal(
            [(DeliveryState.Delivered, null), (DeliveryState.Failed, "not_a_friend"), (DeliveryState.Failed, "quota"), (DeliveryState.Confirmed, null)],
            town.Host.Deliveries.Select(delivery => (delivery.State, delivery.Reason)));
        Assert.Equal(["message.delivered", "message.failed", "message.failed"], town.Host.EventNames.Order());
        Assert.Empty(town.Host.Documents("wecom.outcome"));

        Confirm(town, ("wm1", 1), ("wm2", 2), ("wm3", 3), ("wm4", 1));
        town.Time.Advance(TimeSpan.FromHours(1));
        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal(DeliveryState.Delivered, town.Host.Deliveries[3].State);
        Assert.Equal(4, town.Host.Events.Count);
        Assert.Empty(town.Tasks.Open);
        Assert.Null(town.Dispatcher.NextPollAt);
    }

    [Fact]
    public async Task Are_asked_for_after_5_15_and_60_minutes_and_then_hourly_for_three_days()
    {
        await using var town = await QueuedAsync("wm1");
        var start = town.Host.Clock.GetUtcNow();
        var asked = new List<int>();
        town.WeCom.Answers["get_groupmsg_task"] = _ =>
        {
            asked.Add((int)(town.Host.Clock.GetUtcNow() - start).TotalMinutes);
            return new { errcode = 0, task_list = new[] { new { userid = "zhangsan", status = 0 } } };
        };
        town.WeCom.Answers["cancel_groupmsg_send"] = _ => new { errcode = 0 };
        town.WeCom.Answers["get_groupmsg_send_result"] = _ => new { errcode = 0 };

        while (town.Dispatcher.NextPollAt is { } next)
        {
            town.Time.Advance(next - town.Host.Clock.GetUtcNow());
            await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));
        }

        Assert.Equal([5, 20, 80, 140, 200], asked.Take(5));
        Assert.InRange(asked[^1], 3 * 24 * 60, (3 * 24 * 60) + 60);
    }

    [Fact]
    public async Task Of_a_task_that_nobody_confirmed_end_as_unconfirmed_once_it_is_taken_back()
    {
        await using var town = await QueuedAsync("wm1");
        Unconfirmed(town);
        town.WeCom.Answers["cancel_groupmsg_send"] = _ => new { errcode = 0 };
        town.Time.Advance(TimeSpan.FromDays(3));

        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal((DeliveryState.Failed, "unconfirmed"), (town.Host.Deliveries[0].State, town.Host.Deliveries[0].Reason));
        Assert.Equal("unconfirmed", MemoryHost.Properties(town.Host.Events.Single()).GetProperty("reason").GetString());
        Assert.Empty(town.Tasks.Open);
    }

    [Fact]
    public async Task Of_an_unconfirmed_task_that_cannot_be_taken_back_stay_queued_with_a_reason()
    {
        await using var town = await QueuedAsync("wm1");
        Unconfirmed(town);
        town.WeCom.Answers["cancel_groupmsg_send"] = _ => 404;
        town.Time.Advance(TimeSpan.FromDays(3));

        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal((DeliveryState.Queued, "unconfirmed"), (town.Host.Deliveries[0].State, town.Host.Deliveries[0].Reason));
        Assert.Empty(town.Host.Events);
        Assert.Empty(town.Tasks.Open);
    }

    [Fact]
    public async Task Come_later_when_WeCom_cannot_be_asked()
    {
        await using var town = await QueuedAsync("wm1");
        town.WeCom.Answers["get_groupmsg_task"] = _ => new { errcode = 41063, errmsg = "dispatching" };
        town.Time.Advance(TimeSpan.FromMinutes(5));

        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal(DeliveryState.Queued, town.Host.Deliveries[0].State);
        Assert.Equal(TimeSpan.FromMinutes(15), town.Dispatcher.NextPollAt - town.Host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Reach_the_log_even_when_a_crash_came_before_it()
    {
        await using var town = await QueuedAsync("wm1");
        Confirm(town, ("wm1", 1));
        var outcome = Outcome.Of(town.Host.Deliveries[0] with { State = DeliveryState.Delivered }, "wm1", 1);
        await town.Host.PutAsync([.. OutcomeBook.Records("t", [outcome])]);    // written down, and then the power failed

        town.Restart();
        town.Time.Advance(TimeSpan.FromMinutes(5));
        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal("message.delivered", town.Host.EventNames.Single());
        Assert.Equal(1, town.Host.RepeatedEvents);
    }

    [Fact]
    public async Task Survive_a_restart()
    {
        await using var town = await QueuedAsync("wm1");
        Confirm(town, ("wm1", 1));
        town.Restart();
        town.Time.Advance(TimeSpan.FromMinutes(5));

        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));

        Assert.Equal(DeliveryState.Delivered, town.Host.Deliveries[0].State);
    }

    [Fact]
    public async Task Are_paced_by_business_time_but_not_more_often_than_the_wall_allows()
    {
        await using var town = await QueuedAsync(1440, "wm1");

        Assert.Equal(TimeSpan.FromMinutes(48), town.Dispatcher.NextPollAt - town.Host.Clock.GetUtcNow());    // 2 s on the wall, not 0.2
    }

    private static Task<Town> QueuedAsync(params string[] customers) => QueuedAsync(1, customers);

    private static async Task<Town> QueuedAsync(double rate, params string[] customers)
    {
        var town = await MessagesOnTheirWay.TownWithTasksAsync(rate);
        foreach (var customer in customers) town.Host.Plan(customer);
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        Assert.All(town.Host.Deliveries, delivery => Assert.Equal(DeliveryState.Queued, delivery.State));
        return town;
    }

    private static void Confirm(Town town, params (string Customer, int Status)[] results)
    {
        var now = town.Host.Clock.GetUtcNow().ToUnixTimeSeconds();
        town.WeCom.Answers["get_groupmsg_task"] = _ => new { errcode = 0, task_list = new[] { new { userid = "zhangsan", status = 2, send_time = now } } };
        town.WeCom.Answers["get_groupmsg_send_result"] = _ => new
        {
            errcode = 0, send_list = results.Select(result => new { external_userid = result.Customer, userid = "zhangsan", status = result.Status, send_time = now }),
        };
    }

    private static void Unconfirmed(Town town)
    {
        town.WeCom.Answers["get_groupmsg_task"] = _ => new { errcode = 0, task_list = new[] { new { userid = "zhangsan", status = 0 } } };
        town.WeCom.Answers["get_groupmsg_send_result"] = _ => new { errcode = 0, send_list = new[] { new { external_userid = "wm1", status = 0 } } };
    }
}
