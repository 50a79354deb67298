using Shiyu.Runtime.Deliveries;
using Shiyu.Store;

namespace Shiyu.Runtime.Tests.Running;

/// <summary>What waits for a person is wanted until its customer leaves the run.</summary>
public sealed class HandedOverAndStillWanted
{
    private const string Sop = "sop: s\ntrigger: { event: asked }\ngoal: { event: bought }\nsender: { member: m2 }\nsteps: [ { id: m, send: direct, material: hi }, { id: ring, task: 回访, due: 1d } ]";

    [Fact]
    public async Task Until_the_goal_is_met_also_after_the_run_has_completed_and_the_message_expired()
    {
        await using var world = await AskedAsync();
        Assert.Equal((null, true, "m2", "王五", "c1"), Told(await StandingAsync(world)));

        await world.PassAsync(TimeSpan.FromDays(1));
        Assert.Equal((null, false, "m2", "王五", "c1"), Told(await StandingAsync(world)));

        await world.HappensAsync("bought", "external_userid:w1");
        Assert.Equal(("goal", false, "m2", "王五", "c1"), Told(await StandingAsync(world)));
    }

    [Fact]
    public async Task Until_the_customer_wants_no_more_messages()
    {
        await using var world = await AskedAsync();
        await world.HappensAsync("x", "external_userid:w1", attributes: """{"do_not_disturb":true}""");

        Assert.Equal("do_not_disturb", (await StandingAsync(world))!.Exited);
    }

    [Fact]
    public async Task Is_asked_about_again_only_when_something_of_the_customer_was_folded()
    {
        await using var world = await AskedAsync();
        var message = Message(world);
        var seen = (await StandingAsync(world))!.FoldedThrough;

        Assert.Empty(await world.Runtime.Standing.AskAsync([message], _ => seen));
        await world.HappensAsync("x", "external_userid:w1");
        Assert.Single(await world.Runtime.Standing.AskAsync([message], _ => seen));
    }

    /// <summary>Whoever did what was just taken back may still say so, once.</summary>
    [Fact]
    public async Task And_a_task_that_was_taken_back_may_still_be_finished()
    {
        await using var world = await AskedAsync();
        var task = Assert.Single(world.Runtime.Deliveries.OpenTasks());
        await world.Runtime.ChangeOpenTasksAsync([task with { State = DeliveryState.Skipped, Reason = "ended:goal" }], _ => []);
        Assert.Empty(world.Runtime.Deliveries.OpenTasks());
        var id = Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, "task", null, 9)).Items).Id;

        var finished = await world.Runtime.FinishTaskAsync(id, "已接通", null);

        Assert.Equal(finished, await world.Runtime.FinishTaskAsync(id, "other", null));
        Assert.Equal("已接通", finished!.Outcome);
    }

    /// <summary>The dispatcher looks at tasks while people finish them: what it read before must not open one again.</summary>
    [Fact]
    public async Task And_a_task_that_was_finished_meanwhile_is_left_as_it_is()
    {
        await using var world = await AskedAsync();
        var task = Assert.Single(world.Runtime.Deliveries.OpenTasks());
        var view = Assert.Single((await world.Runtime.OpenTasksAsync(null)));
        await world.Runtime.FinishTaskAsync(view.Id, "已接通", null);

        Assert.Empty(await world.Runtime.ChangeOpenTasksAsync([task with { Member = "m2" }], _ => throw new InvalidOperationException("nothing is left to write")));
        Assert.Equal("delivered", Assert.Single((await world.Runtime.DeliveriesAsync(null, null, null, "task", null, 9)).Items).State);
    }

    [Fact]
    public async Task And_tasks_are_listed_of_one_member_those_first_that_are_due_first()
    {
        await using var world = await AskedAsync();
        var task = Assert.Single(world.Runtime.Deliveries.OpenTasks());
        await world.Runtime.ChangeOpenTasksAsync([task with { Member = "m2" }], _ => []);
        await world.HappensAsync("asked", "external_userid:w2");

        Assert.Equal(["c1", "c2"], (await world.Runtime.OpenTasksAsync(null)).Select(open => open.Customer));
        Assert.Equal("c1", Assert.Single(await world.Runtime.OpenTasksAsync("m2")).Customer);
        Assert.Empty(await world.Runtime.OpenTasksAsync("m1"));
    }

    private static Delivery Message(RunningWorld world) => Assert.Single(world.Runtime.Deliveries.Find(new DeliveryQuery(Kind: "message")));

    private static async Task<Standing?> StandingAsync(RunningWorld world) => Assert.Single(await world.Runtime.Standing.AskAsync([Message(world)], _ => 0));

    private static (string?, bool, string?, string?, string) Told(Standing? standing) => (standing!.Exited, standing.MayGo, standing.Member, standing.Name, standing.Customer);

    private static async Task<RunningWorld> AskedAsync()
    {
        var world = await RunningWorld.OpenAsync(("s.yaml", Sop), ("hi.yaml", "material: hi\ntext: 您好"));
        await world.HappensAsync("contact.added", "external_userid:w1", """{"member":"m2"}""", """{"name":"王五"}""");
        await world.HappensAsync("contact.added", "external_userid:w1", """{"member":"m3"}""");
        await world.HappensAsync("asked", "external_userid:w1");
        return world;
    }
}
