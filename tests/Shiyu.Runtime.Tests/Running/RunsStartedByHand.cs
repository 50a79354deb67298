namespace Shiyu.Runtime.Tests.Running;

public sealed class RunsStartedByHand
{
    private const string Always = "sop: s\ntrigger: manual\nreentry: always\nsteps: [ { id: a, at: +1h, task: ring } ]\n";

    [Fact]
    public async Task Say_which_run_started()
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", Always));
        await world.HappensAsync("x", "user_id:u1");

        var start = (await world.Runtime.StartAsync("s", world.Runtime.FindCustomer("user_id:u1")!))!;

        var run = Assert.Single((await world.CustomerAsync("user_id:u1")).Runs);
        Assert.Equal((true, run.Id, null, "c1"), (start.Started, start.Run, start.Reason, start.Customer));
        Assert.Equal($"event:{start.Event}", run.Cause);
        var told = Assert.Single(await world.TimelineAsync("user_id:u1"), entry => entry.Id == start.Event);
        Assert.Equal(("sop.start", "hand", """{"sop":"s"}"""), (told.Name, told.Source, told.Properties!.Value.GetRawText()));
    }

    [Theory]
    [InlineData("reentry: always", "running", true)]
    [InlineData("exit: { event: stop }", "reentry", true)]
    [InlineData("when: { attribute: tier, is: gold }", "when_false")]
    [InlineData("goal: { attribute: name, exists: true }", "goal")]
    [InlineData("exit: { attribute: name, exists: true }", "exit")]
    [InlineData("anchor: { attribute: birthday }", "no_anchor")]
    public async Task Say_why_none_started(string rest, string reason, bool again = false)
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", $"{{ sop: s, trigger: manual, {rest}, steps: [ {{ id: a, at: +9d, task: ring }} ] }}"));
        await world.HappensAsync("x", "user_id:u1", attributes: """{"name":"林"}""");
        if (again) Assert.True((await world.Runtime.StartAsync("s", "c1"))!.Started);
        await world.HappensAsync("stop", "user_id:u1");

        var start = (await world.Runtime.StartAsync("s", "c1"))!;

        Assert.Equal((false, null, reason), (start.Started, start.Run, start.Reason));
    }

    [Fact]
    public async Task Respect_do_not_disturb()
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", Always));
        await world.HappensAsync("x", "user_id:u1", attributes: """{"do_not_disturb":true}""");

        Assert.Equal("do_not_disturb", (await world.Runtime.StartAsync("s", "c1"))!.Reason);
    }

    [Fact]
    public async Task Start_any_sop_whatever_its_trigger_and_are_not_ended_by_its_tag()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("product.viewed", "user_id:u1");

        Assert.True((await world.Runtime.StartAsync("cart-nudge", "c1"))!.Started);

        await world.HappensAsync("product.viewed", "user_id:u1");
        Assert.Equal("cart-nudge", Assert.Single((await world.CustomerAsync("user_id:u1")).Runs).Sop);
    }

    [Fact]
    public async Task Of_a_merged_customer_belong_to_the_survivor()
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", Always));
        await world.HappensAsync("x", "anonymous_id:a");
        await world.HappensAsync("x", "user_id:u1");
        await world.HappensAsync("x", "user_id:u1 anonymous_id:a");

        var start = (await world.Runtime.StartAsync("s", "c1"))!;

        Assert.Equal(("c2", "c2", true), (world.Runtime.FindCustomer("c1"), start.Customer, start.Started));
    }

    /// <summary>The event triggers another SOP, too, whose step hands over to this one: the answer is about the person's act.</summary>
    [Fact]
    public async Task Are_told_from_what_a_step_hands_over_at_the_same_instant()
    {
        await using var world = await RunningWorld.OpenAsync(
            ("s.yaml", "{ sop: s, trigger: manual, when: { attribute: ready, is: true }, steps: [ { id: a, at: +1h, task: ring } ] }"),
            ("t.yaml", "{ sop: t, trigger: { event: sop.start }, steps: [ { id: make, set: { ready: true } }, { id: go, start: s } ] }"));
        await world.HappensAsync("x", "user_id:u1");

        Assert.Equal((false, "when_false"), (await world.Runtime.StartAsync("s", "c1")) is var start ? (start!.Started, start.Reason) : default);
        Assert.Equal("s", Assert.Single((await world.CustomerAsync("user_id:u1")).Runs).Sop);
    }

    [Theory]
    [InlineData("c9"), InlineData("nobody"), InlineData("user_id:u9"), InlineData("user_id:"), InlineData("email:u1"), InlineData(":")]
    public async Task Need_a_customer(string customer)
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", Always));
        await world.HappensAsync("x", "user_id:u1");

        Assert.Null(world.Runtime.FindCustomer(customer));
    }

    [Fact]
    public async Task Need_an_sop()
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", Always));
        await world.HappensAsync("x", "user_id:u1");

        Assert.Null(await world.Runtime.StartAsync("other", "c1"));
        Assert.Equal(1, world.Runtime.Status.Accepted);
    }
}
