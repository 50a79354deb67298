using Shiyu.Engine.Definitions;
using Shiyu.Store;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Messages;

public sealed class MembersWithEnoughToDo
{
    [Fact]
    public async Task Write_to_so_many_customers_a_day_and_to_the_rest_on_the_next()
    {
        await using var town = await TownAsync(new MemberLoad(Messages: 3, Tasks: null));
        for (var i = 0; i < 5; i++) town.Host.Plan($"wm{i}");
        town.Host.Plan("wm9", member: "lisi");

        await SendAsync(town);

        Assert.Equal([3, 1], town.WeCom.Tasks.Select(task => task.GetProperty("external_userid").GetArrayLength()).OrderDescending());
        var kept = town.Host.Deliveries.Where(delivery => delivery.State == DeliveryState.Planned).ToList();
        Assert.Equal(["cap:member_load", "cap:member_load"], kept.Select(delivery => delivery.Reason));

        await SendAsync(town);
        Assert.Equal(2, town.WeCom.Tasks.Count);

        town.Time.Advance(TimeSpan.FromDays(1));
        await SendAsync(town);

        Assert.Equal(3, town.WeCom.Tasks.Count);
        Assert.All(town.Host.Deliveries, delivery => Assert.Equal((DeliveryState.Queued, null), (delivery.State, delivery.Reason)));
    }

    [Fact]
    public async Task Confirm_so_many_tasks_a_day_however_many_customers_they_hold()
    {
        await using var town = await TownAsync(new MemberLoad(Messages: null, Tasks: 2));
        for (var i = 0; i < 3; i++)
            for (var customer = 0; customer < 4; customer++) town.Host.Plan($"wm{customer}", text: $"第 {i} 条");

        await SendAsync(town);

        Assert.Equal([4, 4], town.WeCom.Tasks.Select(task => task.GetProperty("external_userid").GetArrayLength()));
        Assert.Equal(4, town.Host.Deliveries.Count(delivery => delivery.Reason == "cap:member_load"));
    }

    [Fact]
    public async Task Have_it_still_after_a_restart()
    {
        await using var town = await TownAsync(new MemberLoad(Messages: 3, Tasks: null));
        for (var i = 0; i < 3; i++) town.Host.Plan($"wm{i}");
        await SendAsync(town);

        town.Restart();
        town.Host.Plan("wm4");
        await SendAsync(town);

        Assert.Single(town.WeCom.Tasks);
    }

    private static Task<int> SendAsync(Town town) => town.DriveAsync(town.Dispatcher.SendDueAsync(Town.Stop));

    private static async Task<Town> TownAsync(MemberLoad load)
    {
        var town = await MessagesOnTheirWay.TownWithTasksAsync();
        town.Host.Definitions = DefinitionSet.Empty with { Workspace = WorkspaceDefinition.Default with { MemberLoad = load } };
        return town;
    }
}
