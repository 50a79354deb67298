using System.Text;
using Shiyu.Engine.Sops;
using Shiyu.Runtime.Publishing;

namespace Shiyu.Runtime.Tests.Running;

public sealed class SopsPublishedAnew
{
    private const string Head = "sop: s\ntrigger: { event: asked }\nreentry: always\n";
    private static readonly (string, string) s_first = ("s.yaml", Head + "steps: [ { id: a, at: +1h, task: first }, { id: b, at: +5h, task: second } ]");
    private static readonly (string, string) s_second = ("s.yaml", Head + "steps: [ { id: a, at: +1h, task: first }, { id: b, at: +3h, task: another } ]");

    [Fact]
    public async Task Leave_going_runs_on_their_version_where_no_choice_is_made()
    {
        await using var world = await RunningAsync();

        await world.ApplyAsync(s_second);

        Assert.Equal((1, "b"), await RunAsync(world));
        await world.RestartAsync();
        Assert.Equal((1, "b"), await RunAsync(world));
        await world.PassAsync(TimeSpan.FromHours(3.5));
        Assert.Equal(["second", "first"], await TasksAsync(world));
        await world.HappensAsync("asked", "user_id:u2");
        Assert.Equal(2, Assert.Single((await world.CustomerAsync("user_id:u2")).Runs).Version);
    }

    [Fact]
    public async Task Take_going_runs_along_where_they_are_to_migrate_and_say_so_on_the_timeline()
    {
        await using var world = await RunningAsync();

        await PublishAsync(world, RunsChoice.Migrate, s_second);

        Assert.Equal((2, "b"), await RunAsync(world));
        Assert.Equal(("run_moved", "1 → 2", "b", "definition"), (await world.TimelineAsync("user_id:u1"))[0] is var moved ? (moved.Kind, moved.Name, moved.Step, moved.Cause) : default);
        await world.PassAsync(TimeSpan.FromHours(1.5));
        Assert.Equal(["another", "first"], await TasksAsync(world));
    }

    [Fact]
    public async Task Let_nobody_in_while_they_drain_and_everybody_when_the_last_run_has_ended()
    {
        await using var world = await RunningAsync();
        await PublishAsync(world, RunsChoice.Drain, s_second);
        await world.RestartAsync();

        await world.HappensAsync("asked", "user_id:u2");

        Assert.Equal(("trigger_forgotten", "draining"), (await world.TimelineAsync("user_id:u2"))[0] is var forgotten ? (forgotten.Kind, forgotten.Reason) : default);
        await world.PassAsync(TimeSpan.FromHours(3.5));
        await world.HappensAsync("asked", "user_id:u2");
        Assert.Equal(2, Assert.Single((await world.CustomerAsync("user_id:u2")).Runs).Version);
        await world.RestartAsync();
        Assert.Equal(2, Assert.Single((await world.CustomerAsync("user_id:u2")).Runs).Version);
    }

    [Fact]
    public async Task Drain_each_for_itself_when_one_publication_changes_several()
    {
        static (string, string) Of(string sop, string at) => ($"{sop}.yaml", $"sop: {sop}\ntrigger: {{ event: asked }}\nreentry: always\nsteps: [ {{ id: a, at: {at}, task: ring }} ]");
        await using var world = await RunningWorld.OpenAsync(Of("s", "+3h"), Of("t", "+6h"));
        await world.HappensAsync("asked", "user_id:u1");
        await PublishAsync(world, RunsChoice.Drain, Of("s", "+4h"), Of("t", "+7h"));

        await world.PassAsync(TimeSpan.FromHours(4));
        await world.HappensAsync("asked", "user_id:u2");
        Assert.Equal(["s"], (await world.CustomerAsync("user_id:u2")).Runs.Select(run => run.Sop));
        await world.PassAsync(TimeSpan.FromHours(4));
        await world.HappensAsync("asked", "user_id:u3");
        Assert.Equal(["s", "t"], (await world.CustomerAsync("user_id:u3")).Runs.Select(run => run.Sop));
    }

    [Fact]
    public async Task Are_entered_at_once_where_there_is_nothing_to_drain()
    {
        await using var world = await RunningWorld.OpenAsync(s_first);

        await PublishAsync(world, RunsChoice.Drain, s_second);
        await world.PassAsync(TimeSpan.FromMinutes(1));
        await world.HappensAsync("asked", "user_id:u2");

        Assert.Equal(2, Assert.Single((await world.CustomerAsync("user_id:u2")).Runs).Version);
    }

    [Theory]
    [InlineData(RunsChoice.Pin, 1), InlineData(RunsChoice.Migrate, 0), InlineData(RunsChoice.Drain, 1)]
    public async Task End_their_runs_when_they_are_taken_away_unless_those_may_finish(RunsChoice choice, int going)
    {
        await using var world = await RunningAsync();

        await PublishAsync(world, choice, Shop.Lifecycle);

        Assert.Equal(going, (await world.CustomerAsync("user_id:u1")).Runs.Count);
        // What still runs can still be stopped.
        Assert.Equal(going == 1, (await world.Runtime.PauseAsync("s"))?.Paused == true);
    }

    [Fact]
    public async Task Are_kept_no_longer_than_their_runs_go()
    {
        await using var world = await RunningAsync();
        await world.ApplyAsync(s_second);
        await world.PassAsync(TimeSpan.FromHours(6));
        await world.ApplyAsync(s_first);

        var explained = await world.Runtime.ExplainAsync((await world.CustomerAsync("user_id:u1")).Id, "s", null);

        // The run of version 1 is over: what is explained is the version in force.
        Assert.Equal(3, Assert.IsType<Queries.Explaining.ExplainAnswer.Explained>(explained).View.Version);
    }

    [Fact]
    public async Task Are_kept_until_the_last_message_of_a_run_that_is_over_is_handed_over()
    {
        static (string, string) Sending(string step, string exit) =>
            ("s.yaml", $"sop: s\ntrigger: {{ event: asked }}\nexit: {{ event: {exit} }}\nsteps: [ {{ id: {step}, expires: 3d, send: direct, material: nudge }} ]");
        await using var world = await RunningWorld.OpenAsync(Sending("first", "cancelled"), Shop.Nudge);
        foreach (var who in new[] { "external_userid:w1", "external_userid:w2" })
        {
            await world.BefriendAsync(who);
            await world.HappensAsync("asked", who);
        }
        await world.ApplyAsync(Sending("second", "refunded"), Shop.Nudge);
        await world.ApplyAsync(Sending("third", "returned"), Shop.Nudge);
        await world.RestartAsync();
        await world.HappensAsync("cancelled", "external_userid:w2");

        var ready = await world.Runtime.Deliveries.CheckAsync(world.Runtime.Deliveries.Planned("direct", 10));

        // Planned by version 1 and asked for by version 1: the one goes, the other's exit was met.
        Assert.Equal("first", Assert.Single(ready).Delivery.Step);
        var skipped = (await world.Runtime.DeliveriesAsync(Shiyu.Store.DeliveryState.Skipped, null, null, null, null, 10)).Items.Single();
        Assert.Equal("ended:exit", skipped.Reason);
    }

    [Fact]
    public async Task Are_explained_by_the_version_that_the_run_goes_by()
    {
        await using var world = await RunningAsync();
        await world.ApplyAsync(s_second);

        var explained = Assert.IsType<Queries.Explaining.ExplainAnswer.Explained>(
            await world.Runtime.ExplainAsync((await world.CustomerAsync("user_id:u1")).Id, "s", null)).View;

        Assert.Equal((1, "+5h"), (explained.Version, explained.Steps[1].At));
    }

    [Theory]
    [InlineData(51), InlineData(52), InlineData(53), InlineData(54), InlineData(55), InlineData(56)]
    public async Task Are_folded_again_to_the_same_states(int seed)
    {
        await using var world = await RunningWorld.OpenCheckpointingAsync(seed % 2 == 0 ? 25 : 500_000, Shop.All);
        var random = new Random(seed);
        for (var round = 0; round < 4; round++)
        {
            await LogThatIsFoldedAgain.LiveAsync(world, random, events: 60);
            await PublishAsync(world, (RunsChoice)random.Next(3), [Shop.Lifecycle, Shop.Intent, Edited(random), Shop.Nudge]);
        }
        await LogThatIsFoldedAgain.LiveAsync(world, random, events: 40);
        await world.Runtime.PutDocumentsAsync([]);
        var before = await world.PictureAsync();

        await using (var crashed = await world.CrashedAsync()) Assert.Equal(before, await crashed.PictureAsync());
        await using (var refolded = await world.CrashedAsync(LogThatIsFoldedAgain.DropStates)) Assert.Equal(before, await refolded.PictureAsync());
        await LogThatIsFoldedAgain.AssertCountsAsync(world);
    }

    /// <summary>The nudge with its time moved and now and then a step more.</summary>
    private static (string, string) Edited(Random random)
    {
        var (path, yaml) = Shop.CartNudge;
        var more = random.Next(2) == 0 ? $"\n  - {{ id: more, at: +{random.Next(2, 90)}h, task: ring }}" : "";
        return (path, System.Text.RegularExpressions.Regex.Replace(yaml.TrimEnd(), @"\+\d+h", $"+{random.Next(1, 30)}h") + more + "\n");
    }

    private static async Task<RunningWorld> RunningAsync()
    {
        var world = await RunningWorld.OpenAsync(s_first);
        await world.HappensAsync("asked", "user_id:u1");
        await world.PassAsync(TimeSpan.FromHours(2));
        return world;
    }

    internal static async Task PublishAsync(RunningWorld world, RunsChoice choice, params (string Path, string Yaml)[] files)
    {
        var applied = await world.Runtime.ApplyAsync(
            files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Yaml)),
            new PublishRequest(new Dictionary<string, RunsChoice> { [PublishRequest.All] = choice }, "console", null));
        Assert.True(applied.Applied, string.Join('\n', applied.Refusals));
    }

    private static async Task<(int, string?)> RunAsync(RunningWorld world) =>
        Assert.Single((await world.CustomerAsync("user_id:u1")).Runs) is var run ? (run.Version, run.NextStep) : default;

    private static async Task<string[]> TasksAsync(RunningWorld world) =>
        [.. (await world.Runtime.DeliveriesAsync(null, null, null, "task", null, 50)).Items.Select(task => task.Content)];
}
