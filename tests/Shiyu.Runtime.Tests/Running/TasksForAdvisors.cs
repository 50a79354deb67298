using Shiyu.Runtime.Queries;
using Shiyu.Store;

namespace Shiyu.Runtime.Tests.Running;

public sealed class TasksForAdvisors
{
    private const string Call = """
        sop: call
        trigger: { event: complained }
        steps:
          - { id: ring, task: 电话回访, due: 1d }
          - { id: told, wait: { event: task.done, where: { sop: call, step: ring, outcome: 已接通 } }, for: 3d, then: thanks, else: again }
          - { id: thanks, set: { called: true }, end: true }
          - { id: again, task: 再打一次 }
        """;

    [Fact]
    public async Task Are_listed_by_their_kind_with_the_time_until_when_they_are_to_be_done()
    {
        await using var world = await RunningWorld.OpenAsync(("call.yaml", Call));
        await world.HappensAsync("complained", "user_id:u1");
        await world.PassAsync(TimeSpan.FromDays(3) + TimeSpan.FromMilliseconds(1));

        Assert.Empty((await world.Runtime.DeliveriesAsync(null, null, null, "message", null, 50)).Items);
        Assert.Equal(
            // Without a `due` of its own: by the end of the day of its step.
            [("again", "2026-03-04T23:59:59.999+08:00", false), ("ring", "2026-03-02T10:00:00.000+08:00", true)],
            (await TasksAsync(world)).Select(task => (task.Step, task.DueAt, task.Overdue)));
    }

    [Fact]
    public async Task Are_overdue_once_their_time_is_past()
    {
        await using var world = await RunningWorld.OpenAsync(("call.yaml", Call));
        await world.HappensAsync("complained", "user_id:u1");

        await world.PassAsync(TimeSpan.FromDays(1));
        Assert.False(Assert.Single(await TasksAsync(world)).Overdue);
        await world.PassAsync(TimeSpan.FromMilliseconds(1));
        Assert.True(Assert.Single(await TasksAsync(world)).Overdue);

        await FinishAsync(world, "已接通");
        Assert.False(Assert.Single(await TasksAsync(world)).Overdue);
    }

    /// <summary>WeCom's servers put nobody into a group and take nobody out: a member does, and says so.</summary>
    [Theory]
    [InlineData("invite"), InlineData("remove")]
    public async Task Are_also_what_brings_somebody_into_a_group_or_out_of_it(string act)
    {
        await using var world = await RunningWorld.OpenAsync(
            ("group.yaml", $"{{ sop: g, trigger: {{ event: bought }}, steps: [ {{ id: ask, {act}: tea-lovers, expires: 2h }}, {{ id: in, wait: {{ event: task.done, where: {{ step: ask }} }}, for: 1d, then: set, else: set }}, {{ id: set, set: {{ asked: true }} }} ] }}"));
        await world.HappensAsync("bought", "user_id:u1");

        var task = Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, act, null, 50)).Items);
        Assert.Equal(("planned", "tea-lovers", "2026-03-01T12:00:00.000+08:00", false), (task.State, task.Touchpoint, task.DueAt, task.Overdue));
        await world.PassAsync(TimeSpan.FromHours(2) + TimeSpan.FromMilliseconds(1));
        Assert.True(Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, act, null, 50)).Items).Overdue);

        var finished = await world.Runtime.FinishTaskAsync(task.Id, "已处理", null);

        Assert.Equal(("delivered", "已处理"), (finished!.State, finished.Outcome));
        Assert.Empty((await world.CustomerAsync("user_id:u1")).Runs);
        Assert.Equal(("delivered", "已处理", false), Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, act, null, 50)).Items) is var shown ? (shown.State, shown.Outcome, shown.Overdue) : default);
    }

    [Fact]
    public async Task When_finished_are_an_event_that_a_wait_reads()
    {
        await using var world = await RunningWorld.OpenAsync(("call.yaml", Call));
        await world.HappensAsync("complained", "user_id:u1");
        var task = Assert.Single(await TasksAsync(world));

        var finished = await FinishAsync(world, "已接通", "周末再约");

        Assert.Equal((task.Id, "c1", "call", "ring", task.Run, "delivered"), (finished.Id, finished.Customer, finished.Sop, finished.Step, finished.Run, finished.State));
        var told = Assert.Single(await world.TimelineAsync("user_id:u1"), entry => entry.Id == finished.Event);
        Assert.Equal(
            ("task.done", $$"""{"outcome":"已接通","note":"周末再约","sop":"call","step":"ring","run":"{{task.Run}}","delivery":"{{task.Id}}"}"""),
            (told.Name, told.Properties!.Value.GetRawText()));
        Assert.True((await world.CustomerAsync("user_id:u1")).Attributes["called"].GetBoolean());
        var after = Assert.Single(await TasksAsync(world));
        Assert.Equal(("delivered", "已接通", "周末再约", finished.DoneAt), (after.State, after.Outcome, after.Note, after.UpdatedAt));
    }

    [Fact]
    public async Task Are_finished_once_however_often_it_is_said()
    {
        await using var world = await RunningWorld.OpenAsync(("call.yaml", Call));
        await world.HappensAsync("complained", "user_id:u1");
        var first = await FinishAsync(world, "无人接听");
        var picture = await world.PictureAsync();
        await world.PassAsync(TimeSpan.FromHours(1));

        // Also after a crash.
        Assert.Equal(first, await FinishAsync(world, "已接通", "第二次"));
        await using var crashed = await world.CrashedAsync();
        Assert.Equal(first, await FinishAsync(crashed, "已接通"));

        Assert.Equal(picture, await crashed.PictureAsync());
        Assert.Single(await crashed.TimelineAsync("user_id:u1"), entry => entry.Name == "task.done");
    }

    [Fact]
    public async Task Are_finished_once_when_two_say_so_at_once()
    {
        await using var world = await RunningWorld.OpenAsync(("call.yaml", Call));
        await world.HappensAsync("complained", "user_id:u1");

        var both = await Task.WhenAll(FinishAsync(world, "已接通"), FinishAsync(world, "无人接听"));

        Assert.Equal(both[0], both[1]);
        Assert.Equal(2, world.Runtime.Status.Accepted);
    }

    [Fact]
    public async Task Of_a_merged_customer_are_the_survivors()
    {
        await using var world = await RunningWorld.OpenAsync(("call.yaml", Call));
        await world.HappensAsync("complained", "anonymous_id:a");
        await world.HappensAsync("x", "user_id:u1");
        await world.HappensAsync("x", "user_id:u1 anonymous_id:a");

        Assert.Equal("c2", (await FinishAsync(world, "已接通")).Customer);
        Assert.True((await world.CustomerAsync("user_id:u1")).Attributes["called"].GetBoolean());
    }

    [Theory]
    [InlineData("x"), InlineData("00000000000000000000000000000001"), InlineData("")]
    public async Task That_are_not_there_cannot_be_finished(string id)
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u1");
        await world.PassAsync(TimeSpan.FromHours(3));
        var message = Assert.Single((await world.Runtime.DeliveriesAsync(DeliveryState.Planned, null, null, null, null, 50)).Items);

        Assert.Null(await world.Runtime.FinishTaskAsync(id, "yes", null));
        Assert.Null(await world.Runtime.FinishTaskAsync(message.Id, "yes", null));
    }

    private static async Task<IReadOnlyList<DeliveryView>> TasksAsync(RunningWorld world) =>
        (await world.Runtime.DeliveriesAsync(null, null, null, "task", null, 50)).Items;

    private static async Task<ByHand.FinishedTask> FinishAsync(RunningWorld world, string outcome, string? note = null) =>
        (await world.Runtime.FinishTaskAsync((await TasksAsync(world)).Single(task => task.Step == "ring").Id, outcome, note))!;
}
