using Shiyu.Runtime.Deliveries;
using Shiyu.Store;

namespace Shiyu.Runtime.Tests.Running;

public sealed class BudgetsAtHandOver
{
    [Fact]
    public async Task Let_only_as_many_go_as_the_limits_in_force_by_then_allow_the_first_first()
    {
        await using var world = await WorldAsync("caps: { day: 2 }", "a", "b");
        await world.HappensAsync("a", "external_userid:w1");
        await world.HappensAsync("b", "external_userid:w1");
        await ApplyAsync(world, "caps: { day: 1 }", "a", "b");

        Assert.Equal(["a"], await ReadyAsync(world));
        Assert.Equal([("a", null), ("b", "cap:day")], world.Runtime.Deliveries.Planned("direct", 10).Select(planned => (planned.Sop, planned.Reason)));

        await SendAsync(world, "a");
        await world.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal(["b"], await ReadyAsync(world));
    }

    [Fact]
    public async Task Keep_one_back_that_is_late_on_a_day_that_has_had_its_message_until_it_has_expired()
    {
        await using var world = await WorldAsync("caps: { day: 1 }", "a", "b");
        await world.HappensAsync("a", "external_userid:w1");
        await world.PassAsync(TimeSpan.FromDays(1));
        await world.HappensAsync("b", "external_userid:w1");
        await SendAsync(world, "b");

        Assert.Empty(await ReadyAsync(world));
        Assert.Equal("cap:day", Assert.Single(world.Runtime.Deliveries.Planned("direct", 10)).Reason);
        await world.PassAsync(TimeSpan.FromDays(3));
        Assert.Empty(await ReadyAsync(world));
        Assert.Equal("cap:day", Assert.Single((await world.Runtime.DeliveriesAsync(DeliveryState.Dropped, null, null, null, null, 10)).Items).Reason);
    }

    [Fact]
    public async Task Let_one_go_of_what_two_customers_wait_for_who_turn_out_to_be_one()
    {
        await using var world = await WorldAsync("caps: { day: 1 }", "a", "b");
        await world.HappensAsync("a", "external_userid:w1");
        await world.HappensAsync("b", "user_id:u");
        Assert.Equal(2, world.Runtime.Deliveries.Planned("direct", 10).Count);

        await world.HappensAsync("seen", "external_userid:w1 user_id:u");

        Assert.Equal(["a"], await ReadyAsync(world));
    }

    [Fact]
    public async Task Have_room_again_when_a_message_was_refused_also_after_a_restart()
    {
        await using var world = await WorldAsync("caps: { day: 1 }", "a", "b");
        await world.HappensAsync("a", "external_userid:w1");
        await world.HappensAsync("stop-a", "external_userid:w1");
        Assert.Empty(await ReadyAsync(world));
        await world.SettleAsync();
        await world.RestartAsync();
        await world.HappensAsync("b", "external_userid:w1");

        Assert.Equal(["b"], await ReadyAsync(world));
        var told = (await world.TimelineAsync("external_userid:w1")).Single(entry => entry.Name == "delivery.refused");
        Assert.Contains("ended:goal", told.ToString(), StringComparison.Ordinal);
        // Told once, however often it is looked at.
        Assert.Single((await world.Runtime.DeliveriesAsync(DeliveryState.Skipped, null, null, null, null, 10)).Items);
    }

    private static async Task<RunningWorld> WorldAsync(string budgets, params string[] sops)
    {
        var world = await RunningWorld.OpenAsync();
        await ApplyAsync(world, budgets, sops);
        await world.BefriendAsync("external_userid:w1");
        return world;
    }

    private static Task ApplyAsync(RunningWorld world, string budgets, params string[] sops) => world.ApplyAsync(
    [
        ("w.yaml", $"{{ workspace: main, {budgets} }}"), ("hi.yaml", "material: hi\ntext: 您好"),
        .. sops.Select(sop => ($"{sop}.yaml", $"{{ sop: {sop}, trigger: {{ event: {sop} }}, goal: {{ event: stop-{sop} }}, steps: [ {{ id: m, expires: 3d, send: direct, material: hi }} ] }}")),
    ]);

    private static async Task<string[]> ReadyAsync(RunningWorld world) =>
        [.. (await world.Runtime.Deliveries.CheckAsync(world.Runtime.Deliveries.Planned("direct", 10))).Select(ready => ready.Delivery.Sop)];

    private static Task SendAsync(RunningWorld world, string sop) => world.Runtime.Deliveries.ChangeAsync(
        [world.Runtime.Deliveries.Planned("direct", 10).Single(planned => planned.Sop == sop) with { State = DeliveryState.Delivered }], []);
}
