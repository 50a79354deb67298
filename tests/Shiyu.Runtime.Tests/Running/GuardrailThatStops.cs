namespace Shiyu.Runtime.Tests.Running;

public sealed class GuardrailThatStops
{
    private static readonly (string, string)[] s_shop =
    [
        ("workspace.yaml", "workspace: main\nguardrail: { deletions: 2%, within: 3d, confidence: 99% }"),
        ("a.yaml", "sop: a\ntrigger: { event: asked }\nreentry: always\nsteps: [ { id: m, title: 催单, send: direct, material: push }, { id: t, send: direct, material: soft } ]"),
        ("push.yaml", "material: push\ntext: 快买"),
        ("soft.yaml", "material: soft\ntext: 您好"),
    ];

    [Fact]
    public async Task A_step_after_which_too_many_delete_and_says_so()
    {
        await using var world = await StoppedAsync();

        var stops = world.Runtime.GuardrailStops();
        Assert.Equal(["material:soft", "step:a/t"], stops.Select(stop => stop.What));
        Assert.All(stops, stop => Assert.Equal((20, 6), (stop.Delivered, stop.Deleted)));
        Assert.Equal(stops, (await world.Runtime.SopAsync("a"))!.Steps[1].Stops);

        // The step before goes on: the deletions are put down to the last message before them.
        var told = (await world.TimelineAsync("external_userid:late")).Where(entry => entry.Kind == "step").Select(entry => $"{entry.Step} {entry.Outcome} {entry.Reason}".Trim());
        Assert.Equal(["m sent", "t dropped guardrail"], told.Order());
    }

    [Fact]
    public async Task What_was_planned_and_not_handed_over()
    {
        await using var world = await WatchedAsync();
        await world.BefriendAsync("external_userid:early");
        await world.HappensAsync("asked", "external_userid:early");
        await ReachAsync(world, customers: 20, deleting: 6);

        var ready = await world.Runtime.Deliveries.CheckAsync(world.Runtime.Deliveries.Planned("direct", 10));

        Assert.Equal("m", Assert.Single(ready).Delivery.Step);
        var dropped = (await world.Runtime.DeliveriesAsync(Shiyu.Store.DeliveryState.Dropped, null, null, null, null, 10)).Items.Single();
        Assert.Equal(("t", "guardrail"), (dropped.Step, dropped.Reason));
    }

    [Fact]
    public async Task Until_a_person_lets_it_go_again_and_then_watches_anew()
    {
        await using var world = await WatchedAsync();
        await ReachAsync(world, customers: 20, deleting: 6);

        Assert.True(await world.Runtime.ResumeStoppedAsync("step:a/t"));
        Assert.True(await world.Runtime.ResumeStoppedAsync("material:soft"));
        Assert.False(await world.Runtime.ResumeStoppedAsync("material:soft"));
        Assert.False(await world.Runtime.ResumeStoppedAsync("step:a/other"));
        Assert.Empty(world.Runtime.GuardrailStops());
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await ReachAsync(world, customers: 3, deleting: 0, from: 100);
        Assert.Empty(world.Runtime.GuardrailStops());

        await ReachAsync(world, customers: 20, deleting: 6, from: 200);
        Assert.Equal([23, 23], world.Runtime.GuardrailStops().Select(stop => stop.Delivered));
    }

    [Fact]
    public async Task Nothing_where_few_delete()
    {
        await using var world = await WatchedAsync();
        await ReachAsync(world, customers: 50, deleting: 1);

        Assert.Empty(world.Runtime.GuardrailStops());
    }

    [Fact]
    public async Task Nothing_for_a_deletion_that_comes_too_late()
    {
        await using var world = await WatchedAsync();
        await ReachAsync(world, customers: 20, deleting: 0);
        await world.PassAsync(TimeSpan.FromDays(3.1));
        for (var i = 0; i < 6; i++) await world.DeleteAsync($"external_userid:w{i}");
        await world.Runtime.WatchGuardrailAsync(CancellationToken.None);

        Assert.Empty(world.Runtime.GuardrailStops());
    }

    [Fact]
    public async Task The_message_that_was_read_last_though_its_result_came_after_the_deletion()
    {
        await using var world = await WatchedAsync();
        for (var i = 0; i < 20; i++)
        {
            var who = $"external_userid:w{i}";
            await world.BefriendAsync(who);
            await world.HappensAsync("asked", who);
        }
        // Six delete an hour after both were sent; WeCom's results are fetched only then, and the older message's comes last.
        var sentAt = world.Wall.GetUtcNow();
        await world.PassAsync(TimeSpan.FromHours(1));
        for (var i = 0; i < 6; i++) await world.DeleteAsync($"external_userid:w{i}");
        await world.Runtime.WatchGuardrailAsync(CancellationToken.None);
        for (var i = 0; i < 20; i++)
            foreach (var (step, material, minute) in new[] { ("t", "soft", 2), ("m", "push", 1) })
            {
                var run = world.Runtime.Deliveries.Planned("direct", 100).First(delivery => delivery.Customer == i + 1).Run;
                await world.HappensAsync(
                    "message.delivered", $"external_userid:w{i}",
                    $$"""{"sop":"a","step":"{{step}}","run":"{{run:x32}}","material":"{{material}}"}""", at: sentAt.AddMinutes(minute));
                // Looked at as they come, one by one.
                await world.Runtime.WatchGuardrailAsync(CancellationToken.None);
            }

        // Counted as if everything had come in order, whenever it was looked at.
        Assert.Equal(["material:soft", "step:a/t"], world.Runtime.GuardrailStops().Select(stop => stop.What));
    }

    [Fact]
    public async Task The_same_after_a_restart()
    {
        await using var world = await WatchedAsync();
        await ReachAsync(world, customers: 12, deleting: 2);
        Assert.Empty(world.Runtime.GuardrailStops());

        await world.RestartAsync();
        await ReachAsync(world, customers: 8, deleting: 4, from: 50);
        var stops = world.Runtime.GuardrailStops();
        await world.RestartAsync();

        Assert.Equal([20, 20], stops.Select(stop => stop.Delivered));
        Assert.Equal(stops, world.Runtime.GuardrailStops());
    }

    /// <summary>Of twenty who got both messages six deleted; then one more is asked.</summary>
    internal static async Task<RunningWorld> StoppedAsync()
    {
        var world = await WatchedAsync();
        await ReachAsync(world, customers: 20, deleting: 6);
        await world.BefriendAsync("external_userid:late");
        await world.HappensAsync("asked", "external_userid:late");
        return world;
    }

    private static async Task<RunningWorld> WatchedAsync()
    {
        var world = await RunningWorld.OpenAsync(s_shop);
        await world.Runtime.WatchGuardrailAsync(CancellationToken.None);
        return world;
    }

    /// <summary>Some customers get both messages, the second one last; the first of them delete.</summary>
    private static async Task ReachAsync(RunningWorld world, int customers, int deleting, int from = 0)
    {
        for (var i = from; i < from + customers; i++)
        {
            var who = $"external_userid:w{i}";
            await world.BefriendAsync(who);
            await world.HappensAsync("asked", who);
        }
        for (var i = from; i < from + customers; i++)
        {
            await world.DeliverAsync($"external_userid:w{i}");
            if (i - from < deleting) await world.DeleteAsync($"external_userid:w{i}");
        }
        await world.Runtime.WatchGuardrailAsync(CancellationToken.None);
    }
}
