using Shiyu.Store;

namespace Shiyu.Runtime.Tests.Running;

public sealed class SopsThatArePaused
{
    private static readonly (string, string) Daily = ("s.yaml", """
        sop: s
        trigger: { event: asked }
        reentry: always
        steps:
          - { id: a, at: +1h, send: direct, material: nudge }
          - { id: b, at: +2h, task: ring }
        """);

    [Fact]
    public async Task Hand_nothing_over_that_was_planned_before_and_go_on_with_it_when_resumed()
    {
        await using var world = await PlannedAsync();

        await world.Runtime.PauseAsync("s");
        Assert.Empty(await CheckAsync(world));
        Assert.Equal(DeliveryState.Planned, Assert.Single(world.Runtime.Deliveries.Find(new DeliveryQuery(Kind: "message"))).State);

        await world.Runtime.ResumeAsync("s", drop: false);
        Assert.Single(await CheckAsync(world));
    }

    [Fact]
    public async Task Drop_what_was_planned_before_when_resumed_so()
    {
        await using var world = await PlannedAsync();
        await world.Runtime.PauseAsync("s");
        Assert.Empty(await CheckAsync(world));

        await world.Runtime.ResumeAsync("s", drop: true);
        Assert.Empty(await CheckAsync(world));

        var message = Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, "message", null, 50)).Items);
        Assert.Equal(("dropped", "paused"), (message.State, message.Reason));
    }

    [Fact]
    public async Task Drop_what_expired_before_they_were_resumed_to_send()
    {
        await using var world = await PlannedAsync();
        await world.Runtime.PauseAsync("s");
        await world.PassAsync(TimeSpan.FromDays(1));
        Assert.Empty(await CheckAsync(world));

        await world.Runtime.ResumeAsync("s", drop: false);
        Assert.Empty(await CheckAsync(world));

        var message = Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, "message", null, 50)).Items);
        Assert.Equal(("dropped", "expired"), (message.State, message.Reason));
    }

    /// <summary>The dispatcher sleeps until something is planned: what the pause kept back is announced again.</summary>
    [Fact]
    public async Task Wake_the_dispatcher_when_they_are_resumed()
    {
        await using var world = await PlannedAsync();
        await world.Runtime.PauseAsync("s");
        await world.Runtime.Deliveries.WaitForPlannedAsync(TestContext.Current.CancellationToken);
        var waiting = world.Runtime.Deliveries.WaitForPlannedAsync(TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        await world.Runtime.ResumeAsync("s", drop: false);

        await waiting;
    }

    [Theory]
    [InlineData(false, "sent", null)]
    [InlineData(true, "dropped", "paused")]
    public async Task Plan_nothing_and_decide_at_the_resumption_because_of_the_definition(bool drop, string outcome, string? reason)
    {
        await using var world = await RunningWorld.OpenAsync(Daily, Shop.Nudge);
        await world.HappensAsync("asked", "user_id:u1");
        await world.Runtime.PauseAsync("s");
        await world.PassAsync(TimeSpan.FromHours(3));
        await world.HappensAsync("asked", "user_id:u2");
        Assert.Empty((await world.Runtime.DeliveriesAsync(null, null, null, null, null, 50)).Items);
        Assert.Null(Assert.Single((await world.CustomerAsync("user_id:u1")).Runs).NextAt);

        await world.Runtime.ResumeAsync("s", drop);

        // The task is carried out all the same.
        Assert.Equal(
            [
                ("run_ended", null, null, "completed", "definition"), ("step", "b", "sent", null, "definition"), ("step", "a", outcome, reason, "definition"),
            ],
            (await world.TimelineAsync("user_id:u1")).Take(3).Select(entry => (entry.Kind, entry.Step, entry.Outcome, entry.Reason, entry.Cause)));
        var forgotten = (await world.TimelineAsync("user_id:u2"))[0];
        Assert.Equal(("trigger_forgotten", "paused"), (forgotten.Kind, forgotten.Reason));
    }

    [Fact]
    public async Task Say_so_and_since_when_also_after_a_restart_and_when_definitions_are_applied()
    {
        await using var world = await RunningWorld.OpenAsync(Daily, Shop.Nudge);
        await world.PassAsync(TimeSpan.FromHours(1));

        var paused = await world.Runtime.PauseAsync("s");

        Assert.Equal((true, "2026-03-01T11:00:00.000+08:00"), (paused!.Paused, paused.PausedSince));
        await world.PassAsync(TimeSpan.FromHours(1));
        Assert.Equal(paused, await world.Runtime.PauseAsync("s"));
        await world.RestartAsync();
        await AssertPausedAsync(paused.PausedSince);
        await world.ApplyAsync(Daily, Shop.Nudge, Shop.Lifecycle);
        await AssertPausedAsync(paused.PausedSince);
        // Gone and back: what was stopped does not start again by itself.
        await world.ApplyAsync(Shop.Lifecycle);
        await world.RestartAsync();
        await world.ApplyAsync(Daily, Shop.Nudge);
        await AssertPausedAsync(paused.PausedSince);

        Assert.Equal((false, null), (await world.Runtime.ResumeAsync("s", drop: true)) is var resumed ? (resumed!.Paused, resumed.PausedSince) : default);
        await AssertPausedAsync(null);

        async Task AssertPausedAsync(string? since)
        {
            Assert.Equal((since is not null, since), Assert.Single(await world.Runtime.SopsAsync()) is var listed ? (listed.Paused, listed.PausedSince) : default);
            Assert.Equal((since is not null, since), (await world.Runtime.SopAsync("s")) is var shown ? (shown!.Paused, shown.PausedSince) : default);
        }
    }

    [Fact]
    public async Task Are_explained_as_such_for_the_time_of_the_pause()
    {
        await using var world = await RunningWorld.OpenAsync(Daily, Shop.Nudge);
        await world.HappensAsync("asked", "user_id:u1");
        await world.PassAsync(TimeSpan.FromMinutes(30));
        await world.Runtime.PauseAsync("s");
        await world.PassAsync(TimeSpan.FromHours(2));
        await world.Runtime.ResumeAsync("s", drop: true);
        await world.PassAsync(TimeSpan.FromHours(1));

        async Task<(string? PausedSince, string? WaitsFor, string? NextAt)> AtAsync(int hours, int minutes)
        {
            var at = RunningWorld.Start + TimeSpan.FromMinutes((hours * 60) + minutes);
            var answer = await world.Runtime.ExplainAsync("c1", "s", at.ToUnixTimeMilliseconds());
            var view = Assert.IsType<Shiyu.Runtime.Queries.Explaining.ExplainAnswer.Explained>(answer).View;
            return (view.PausedSince, view.Run.WaitsFor, view.Run.NextAt);
        }

        Assert.Equal((null, "time", "2026-03-01T11:00:00.000+08:00"), await AtAsync(0, 29));
        Assert.Equal(("2026-03-01T10:30:00.000+08:00", "resumption", null), await AtAsync(1, 30));
        Assert.Equal((null, null, null), await AtAsync(3, 0));
    }

    [Fact]
    public async Task Cannot_be_started_by_hand()
    {
        await using var world = await RunningWorld.OpenAsync(Daily, Shop.Nudge);
        await world.HappensAsync("x", "user_id:u1");
        await world.Runtime.PauseAsync("s");

        Assert.Equal("paused", (await world.Runtime.StartAsync("s", "c1"))!.Reason);
    }

    [Fact]
    public async Task Are_known()
    {
        await using var world = await RunningWorld.OpenAsync(Daily, Shop.Nudge);

        Assert.Null(await world.Runtime.PauseAsync("other"));
        Assert.Null(await world.Runtime.ResumeAsync("other", drop: true));
        Assert.False((await world.Runtime.ResumeAsync("s", drop: true))!.Paused);
    }

    /// <summary>A message is planned for somebody who can get it.</summary>
    private static async Task<RunningWorld> PlannedAsync()
    {
        var world = await RunningWorld.OpenAsync(Daily, Shop.Nudge);
        await world.HappensAsync("contact.added", "external_userid:w1", """{"member":"m1"}""");
        await world.HappensAsync("asked", "external_userid:w1");
        await world.PassAsync(TimeSpan.FromMinutes(61));
        Assert.Single(world.Runtime.Deliveries.Planned("direct", 10));
        return world;
    }

    private static Task<IReadOnlyList<Shiyu.Runtime.Deliveries.ReadyMessage>> CheckAsync(RunningWorld world) =>
        world.Runtime.Deliveries.CheckAsync(world.Runtime.Deliveries.Planned("direct", 10));
}
