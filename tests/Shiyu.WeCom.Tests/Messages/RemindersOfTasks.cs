using Shiyu.Engine.Definitions;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Messages;

/// <summary>It is 10:00 when the tasks are made.</summary>
public sealed class RemindersOfTasks
{
    [Fact]
    public async Task Go_out_at_the_clock_times_of_the_workspace_once_each()
    {
        await using var town = await TownAsync("11:00", "15:30");
        var reminded = new List<string>();
        for (var minute = 0; minute < 24 * 60; minute += 10)
        {
            town.Time.Advance(TimeSpan.FromMinutes(10));
            var before = town.WeCom.CountOf("remind_groupmsg_send");
            await RemindAsync(town);
            if (town.WeCom.CountOf("remind_groupmsg_send") > before) reminded.Add($"{town.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)):dd HH:mm}");
        }

        Assert.Equal(["02 11:00", "02 15:30"], reminded);
        Assert.Equal("m1", town.WeCom.Calls.First(call => call.Api == "remind_groupmsg_send").Json.GetProperty("msgid").GetString());
    }

    [Fact]
    public async Task Are_not_sent_for_tasks_that_were_made_after_the_time_or_are_confirmed()
    {
        await using var town = await TownAsync("09:00", "10:00");
        await RemindAsync(town);
        town.WeCom.Answers["get_groupmsg_task"] = _ => new { errcode = 0, task_list = new[] { new { userid = "zhangsan", status = 2 } } };
        town.WeCom.Answers["get_groupmsg_send_result"] = _ => new { errcode = 0, send_list = Array.Empty<object>() };
        town.Time.Advance(TimeSpan.FromMinutes(5));
        await town.DriveAsync(town.Dispatcher.PollDueAsync(Town.Stop));
        town.Time.Advance(TimeSpan.FromHours(23));

        await RemindAsync(town);

        Assert.Equal(0, town.WeCom.CountOf("remind_groupmsg_send"));
    }

    [Fact]
    public async Task Are_not_made_up_for_long_after_their_time()
    {
        await using var town = await TownAsync("11:00");
        town.Time.Advance(TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1));

        await RemindAsync(town);

        Assert.Equal(0, town.WeCom.CountOf("remind_groupmsg_send"));
    }

    /// <summary>Law: a reminder that may have gone out does not go out twice; one that cannot have does.</summary>
    [Fact]
    public async Task Are_repeated_only_where_WeCom_cannot_have_got_them()
    {
        await using var town = await TownAsync("11:00");
        town.Time.Advance(TimeSpan.FromHours(1));
        town.WeCom.Answers["remind_groupmsg_send"] = _ => 404;
        await RemindAsync(town);
        Assert.Equal(1, town.WeCom.CountOf("remind_groupmsg_send"));

        town.WeCom.Answers["remind_groupmsg_send"] = _ => new { errcode = 41094, errmsg = "too often" };
        await RemindAsync(town);
        await RemindAsync(town);

        Assert.Equal(2, town.WeCom.CountOf("remind_groupmsg_send"));
    }

    [Fact]
    public async Task Stay_within_three_in_24_hours_when_the_times_are_changed_and_after_a_restart()
    {
        await using var town = await TownAsync("11:00", "12:00", "13:00");
        for (var hour = 11; hour <= 13; hour++)
        {
            town.Time.Advance(TimeSpan.FromHours(1));
            await RemindAsync(town);
        }
        town.Restart();
        Say(town, "14:00");
        town.Time.Advance(TimeSpan.FromHours(1));

        await RemindAsync(town);

        Assert.Equal(3, town.WeCom.CountOf("remind_groupmsg_send"));
    }

    private static Task RemindAsync(Town town) => town.DriveAsync(town.Dispatcher.RemindDueAsync(Town.Stop));

    private static async Task<Town> TownAsync(params string[] times)
    {
        var town = await MessagesOnTheirWay.TownWithTasksAsync();
        town.WeCom.Answers["remind_groupmsg_send"] = _ => new { errcode = 0 };
        Say(town, times);
        town.Host.Plan("wm1");
        await town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));
        return town;
    }

    private static void Say(Town town, params string[] times) => town.Host.Definitions = DefinitionSet.Empty with
    {
        Workspace = WorkspaceDefinition.Default with
        {
            Unconfirmed = UnconfirmedRules.Default with { RemindAt = [.. times.Select(time => (int)TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture).TotalMinutes)] },
        },
    };
}
