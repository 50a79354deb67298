using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Runtime.Existing;

namespace Shiyu.Runtime.Tests.Running;

public sealed class ExistingCustomersLetIn
{
    private static readonly (string, string) Gold = ("g.yaml", "{ group: level, kind: multi, tags: [ { tag: gold, when: { attribute: tier, is: gold } } ] }");

    private static readonly (string, string) Care = ("s.yaml", Sop("pace: 2/h"));

    [Fact]
    public async Task Enter_one_after_another_at_the_pace()
    {
        await using var world = await WithGoldAsync(3);

        var first = await StartAsync(world);
        Assert.Equal(("running", 3, 1, 2, "2/h", 3600), (first.State, first.Total, first.Taken, first.Left, first.Pace, first.TakesSeconds));
        Assert.Equal(("2026-03-01T10:00:00.000+08:00", "2026-03-01T11:00:00.000+08:00", null), (first.StartedAt, first.ExpectedEnd, first.EndedAt));

        await world.PassAsync(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, (await ShowAsync(world)).Taken);
        await world.PassAsync(TimeSpan.FromMilliseconds(1));
        Assert.Equal((2, 1), await ShowAsync(world) is var second ? (second.Taken, second.Left) : default);
        await world.PassAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(("done", 3, 0, null, "2026-03-01T11:00:00.000+08:00"), await ShowAsync(world) is var last ? (last.State, last.Taken, last.Left, last.ExpectedEnd, last.EndedAt) : default);

        var run = Assert.Single((await world.CustomerAsync("user_id:u3")).Runs);
        Assert.Equal(("event:let-in:s:1:c3", "2026-03-01T11:00:00.000+08:00"), (run.Cause, run.StartedAt));
        var told = (await world.TimelineAsync("user_id:u3")).Single(entry => entry.Name == "sop.let_in");
        Assert.Equal(("existing", """{"sop":"s","letting":"1"}"""), (told.Source, told.Properties!.Value.GetRawText()));
    }

    /// <summary>Nobody asks how it stands: the clock alone brings the next turn.</summary>
    [Fact]
    public async Task Enter_by_themselves()
    {
        await using var world = await WithGoldAsync(2);
        await StartAsync(world);

        world.Wall.Advance(TimeSpan.FromMinutes(30));

        while (Assert.Single(await world.Runtime.SopsAsync()).Started < 2) await Task.Yield();
    }

    [Fact]
    public async Task Enter_all_at_once_without_a_pace_and_at_another_when_asked()
    {
        await using var world = await WithGoldAsync(1_200, ("s.yaml", Sop("reentry: always")));

        Assert.Equal(("preview", 1_200, 1_200, null, 0), await PreviewAsync(world) is var all ? (all.State, all.Total, all.Left, all.Pace, all.TakesSeconds) : default);
        Assert.Equal(("1/s", 1_199), await PreviewAsync(world, new Pace(1, Duration.Seconds(1))) is var slow ? (slow.Pace, slow.TakesSeconds) : default);
        Assert.Equal("none", (await ShowAsync(world)).State);
        Assert.Equal(("done", 1_200, 0), await StartAsync(world) is var done ? (done.State, done.Taken, done.Left) : default);
        Assert.Equal(1_200, Assert.Single(await world.Runtime.SopsAsync()).Started);
    }

    [Fact]
    public async Task Are_those_who_would_enter_and_the_others_are_told_by_reason()
    {
        await using var world = await WithGoldAsync(4, ("s.yaml", Sop("when: { not: { event: x } }")));
        await world.HappensAsync("x", "user_id:u1");
        await world.HappensAsync("x", "user_id:plain");
        await world.Runtime.StartAsync("s", "c2");
        await world.HappensAsync("y", "user_id:u3", attributes: """{"do_not_disturb":true}""");

        var preview = await PreviewAsync(world);

        Assert.Equal((1, 1), (preview.Total, preview.Left));
        Assert.Equal(new Dictionary<string, long> { ["do_not_disturb"] = 1, ["running"] = 1, ["when_false"] = 1 }, preview.Refused);
        Assert.Equal(1, (await StartAsync(world)).Taken);
    }

    [Fact]
    public async Task Do_not_enter_while_older_runs_drain_and_do_when_the_last_has_ended()
    {
        await using var world = await WithGoldAsync(4);
        await StartAsync(world);
        await SopsPublishedAnew.PublishAsync(world, RunsChoice.Drain, Gold, ("s.yaml", Sop("pace: 2/h, margin: 5")));
        await PassAsync(world, 2);

        // The first has entered the version of before; the others keep their turns.
        Assert.Equal(("held", 1, 3), await ShowAsync(world) is var held ? (held.State, held.Taken, held.Left) : default);
        Assert.Equal(3, (await PreviewAsync(world)).Total);

        await world.HappensAsync("y", "user_id:u1", attributes: """{"do_not_disturb":true}""");
        await PassAsync(world, 1);

        Assert.Equal(2, Assert.Single((await world.CustomerAsync("user_id:u2")).Runs).Version);
        Assert.Equal("running", (await ShowAsync(world)).State);
    }

    [Fact]
    public async Task Are_asked_again_when_their_turn_comes()
    {
        await using var world = await WithGoldAsync(4);
        await StartAsync(world);
        await world.HappensAsync("y", "user_id:u2", attributes: """{"tier":"tin"}""");
        await world.Runtime.StartAsync("s", "c3");
        await PassAsync(world, 3);

        var done = await ShowAsync(world);

        Assert.Equal(("done", 4, 2, 0), (done.State, done.Total, done.Taken, done.Left));
        Assert.Equal(new Dictionary<string, long> { ["left_trigger"] = 1, ["running"] = 1 }, done.Refused);
        Assert.Equal(("trigger_forgotten", "left_trigger"), (await world.TimelineAsync("user_id:u2"))[0] is var said ? (said.Kind, said.Reason) : default);
    }

    [Fact]
    public async Task Keep_out_once_it_is_stopped_and_the_rest_may_be_let_in_later()
    {
        await using var world = await WithGoldAsync(3);
        await StartAsync(world);
        Assert.IsType<ExistingAnswer.AlreadyRunning>(await world.Runtime.StartExistingAsync("s", null));

        Assert.Equal(("stopped", 1, 2), Of(await world.Runtime.StopExistingAsync("s")) is var stopped ? (stopped.State, stopped.Taken, stopped.Left) : default);
        await PassAsync(world, 3);
        Assert.Equal(1, (await ShowAsync(world)).Taken);

        Assert.Equal((2, 1), await StartAsync(world) is var again ? (again.Total, again.Taken) : default);
        await PassAsync(world, 1);
        Assert.Equal(("done", 2), await ShowAsync(world) is var done ? (done.State, done.Taken) : default);
    }

    [Fact]
    public async Task Wait_while_the_sop_is_paused_and_do_not_come_all_at_once_afterwards()
    {
        await using var world = await WithGoldAsync(4);
        await StartAsync(world);
        await world.Runtime.PauseAsync("s");
        await PassAsync(world, 5);
        Assert.Equal(("held", 1, 3, null), await ShowAsync(world) is var held ? (held.State, held.Taken, held.Left, held.ExpectedEnd) : default);

        await world.Runtime.ResumeAsync("s", drop: false);

        Assert.Equal(("running", 2), await ShowAsync(world) is var resumed ? (resumed.State, resumed.Taken) : default);
        Assert.Empty((await ShowAsync(world)).Refused);
        await PassAsync(world, 2);
        Assert.Equal(("done", 4), await ShowAsync(world) is var done ? (done.State, done.Taken) : default);
    }

    [Fact]
    public async Task Keep_out_when_the_sop_is_gone()
    {
        await using var world = await WithGoldAsync(3);
        await StartAsync(world);

        await world.ApplyAsync(Gold);

        Assert.Equal(("ended", "withdrawn", 1, 2), await ShowAsync(world) is var ended ? (ended.State, ended.Reason, ended.Taken, ended.Left) : default);
        await world.ApplyAsync(Gold, Care);
        await PassAsync(world, 3);
        Assert.Equal(("ended", 1), await ShowAsync(world) is var still ? (still.State, still.Taken) : default);
    }

    /// <summary>Each stands in the log once, wherever the crash falls, and a start after hours lets in no more than one that never stopped.</summary>
    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public async Task Go_on_after_a_crash_where_they_left_off(int turns)
    {
        await using var world = await WithGoldAsync(4);
        await StartAsync(world);
        await PassAsync(world, turns);
        Assert.Equal(turns + 1, (await ShowAsync(world)).Taken);
        var before = await ShowAsync(world);

        await using var crashed = await world.CrashedAsync();

        Assert.Equivalent(before, await ShowAsync(crashed));
        crashed.Wall.Advance(TimeSpan.FromHours(9));
        Assert.Equal(Math.Min(4, turns + 2), (await ShowAsync(crashed)).Taken);
        await PassAsync(crashed, 3);
        Assert.Equal(("done", 4), await ShowAsync(crashed) is var done ? (done.State, done.Taken) : default);
        for (var customer = 1; customer <= 4; customer++)
            Assert.Single(await crashed.TimelineAsync($"user_id:u{customer}"), entry => entry.Name == "sop.let_in");
    }

    [Fact]
    public async Task Are_the_same_when_the_log_is_folded_again()
    {
        await using var world = await WithGoldAsync(3);
        await StartAsync(world);
        await world.HappensAsync("y", "user_id:u2", attributes: """{"tier":"tin"}""");
        await PassAsync(world, 2);
        var (picture, shown) = (await world.PictureAsync(), await ShowAsync(world));

        await world.RestartAsync(() => LogThatIsFoldedAgain.DropStates(world.Folder));

        Assert.Equal(picture, await world.PictureAsync());
        Assert.Equivalent(shown, await ShowAsync(world));
    }

    [Fact]
    public async Task Are_found_again_under_whom_they_were_merged_into()
    {
        await using var world = await RunningWorld.OpenAsync(Gold);
        await world.HappensAsync("y", "user_id:u1", attributes: """{"tier":"gold"}""");
        await world.HappensAsync("y", "anonymous_id:a", attributes: """{"tier":"gold"}""");
        await world.ApplyAsync(Gold, Care);
        Assert.Equal(2, (await StartAsync(world)).Total);
        await world.HappensAsync("y", "anonymous_id:a phone:13800000000");
        await world.HappensAsync("y", "user_id:u1 phone:13800000000");
        await PassAsync(world, 1);

        Assert.Equal(new Dictionary<string, long> { ["running"] = 1 }, (await ShowAsync(world)).Refused);
    }

    [Theory]
    [InlineData("trigger: manual")]
    [InlineData("trigger: { event: x }")]
    [InlineData("trigger: { date: 2026-05-01 }, when: { attribute: tier, is: gold }")]
    public async Task Are_nobody_in_particular_without_a_tag_an_audience_or_a_condition(string trigger)
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", $"{{ sop: s, {trigger}, steps: [ {{ id: a, at: day 0 10:00, task: ring }} ] }}"));

        Assert.IsType<ExistingAnswer.NobodyMeant>(await world.Runtime.PreviewExistingAsync("s", null));
        Assert.IsType<ExistingAnswer.NobodyMeant>(await world.Runtime.StartExistingAsync("s", null));
        Assert.Equal(("nobody", 0, null), await ShowAsync(world) is var shown ? (shown.State, shown.Total, shown.StartedAt) : default);
        Assert.IsType<ExistingAnswer.UnknownSop>(await world.Runtime.StartExistingAsync("other", null));
        Assert.IsType<ExistingAnswer.UnknownSop>(await world.Runtime.PreviewExistingAsync("other", null));
        Assert.IsType<ExistingAnswer.UnknownSop>(await world.Runtime.StopExistingAsync("other"));
        Assert.IsType<ExistingAnswer.UnknownSop>(await world.Runtime.ExistingAsync("other"));
    }

    [Fact]
    public async Task Of_nobody_are_done_at_once()
    {
        await using var world = await RunningWorld.OpenAsync(Gold, Care);

        Assert.Equal(("done", 0, 0), await StartAsync(world) is var done ? (done.State, done.Total, done.Taken) : default);
    }

    private static string Sop(string rest) => $"{{ sop: s, trigger: {{ tag: level/gold }}, {rest}, steps: [ {{ id: a, at: +90d, task: ring }} ] }}";

    /// <summary>So many who have the tag since before the SOP was there.</summary>
    private static async Task<RunningWorld> WithGoldAsync(int customers, (string, string)? sop = null)
    {
        var world = await RunningWorld.OpenAsync(Gold);
        await world.TakeAsync([.. Enumerable.Range(1, customers).Select(n => world.Event("y", $"user_id:u{n}", attributes: """{"tier":"gold"}"""))]);
        await world.ApplyAsync(Gold, sop ?? Care);
        return world;
    }

    /// <summary>So many turns later, one by one.</summary>
    private static async Task PassAsync(RunningWorld world, int turns)
    {
        for (var turn = 0; turn < turns; turn++)
        {
            await world.PassAsync(TimeSpan.FromMinutes(30));
            await ShowAsync(world);
        }
    }

    private static async Task<ExistingView> StartAsync(RunningWorld world) => Of(await world.Runtime.StartExistingAsync("s", null));

    private static async Task<ExistingView> PreviewAsync(RunningWorld world, Pace? pace = null) => Of(await world.Runtime.PreviewExistingAsync("s", pace));

    private static async Task<ExistingView> ShowAsync(RunningWorld world) => Of(await world.Runtime.ExistingAsync("s"));

    private static ExistingView Of(ExistingAnswer answer) => Assert.IsType<ExistingAnswer.Shown>(answer).View;
}
