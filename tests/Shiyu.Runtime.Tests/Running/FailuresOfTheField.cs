using System.Globalization;
using Shiyu.Runtime.Queries;

namespace Shiyu.Runtime.Tests.Running;

/// <summary>What other systems of the field are known to get wrong, each seen on the running engine.</summary>
public sealed class FailuresOfTheField
{
    private const string Friend = "contact.added";

    /// <summary>A wake-up of this very instant comes after all that may still happen in it.</summary>
    private static readonly TimeSpan After = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_new_entrant_ends_nobody_elses_run()
    {
        await using var world = await OpenAsync(
            Sop("welcome", "{ event: journey.begun }", "{ id: first, send: direct, material: welcome }", "{ id: second, at: +2d, send: direct, material: welcome }"));
        await world.HappensAsync("journey.begun", "user_id:early");
        await world.PassAsync(TimeSpan.FromDays(1) + After);

        await world.HappensAsync("journey.begun", "user_id:late");
        await world.PassAsync(TimeSpan.FromDays(1) + After);

        Assert.Equal(["first", "second"], await StepsAsync(world, "user_id:early"));
        Assert.Equal(["first"], await StepsAsync(world, "user_id:late"));
        await world.PassAsync(TimeSpan.FromDays(1) + After);
        Assert.Equal(["first", "second"], await StepsAsync(world, "user_id:late"));
    }

    [Fact]
    public async Task An_exit_of_all_conditions_exits_when_the_last_of_them_turns_true()
    {
        await using var world = await OpenAsync(
            Sop("nudge", "{ event: cart.added }", "{ id: first, at: +3d, send: direct, material: nudge }",
                "exit: { all: [ { event: page.closed }, { event: app.removed }, { attribute: tier, is: gold } ] }"),
            Sop("silent", "{ event: cart.added }", "{ id: first, at: +3d, send: direct, material: silent }",
                "exit: { all: [ { event: page.closed }, { event: page.closed, last: { at_least: 1d } } ] }"));
        await world.HappensAsync("cart.added", "user_id:u");
        await world.HappensAsync("page.closed", "user_id:u");
        await world.HappensAsync("app.removed", "user_id:u");
        Assert.Equal(2, (await world.CustomerAsync("user_id:u")).Runs.Count);

        await world.HappensAsync("profile.updated", "user_id:u", attributes: """{"tier":"gold"}""");
        Assert.Equal("silent", Assert.Single((await world.CustomerAsync("user_id:u")).Runs).Sop);
        await world.PassAsync(TimeSpan.FromDays(1) + After);

        Assert.Empty((await world.CustomerAsync("user_id:u")).Runs);
        Assert.Equal(
            [("nudge", "exit", RunningWorld.Start), ("silent", "exit", RunningWorld.Start.AddDays(1))],
            from entry in await world.TimelineAsync("user_id:u")
            where entry.Kind == "run_ended"
            orderby entry.Sop
            select (entry.Sop!, entry.Reason!, DateTimeOffset.Parse(entry.At, CultureInfo.InvariantCulture)));
        await world.PassAsync(TimeSpan.FromDays(5));
        Assert.Empty(await DeliveriesAsync(world));
    }

    [Fact]
    public async Task Downtime_over_a_slot_is_caught_up_with_or_said_to_have_missed_it()
    {
        await using var world = await OpenAsync(
            Sop("patient", "{ event: journey.begun }", "{ id: step, at: +2h, send: direct, material: patient }"),
            Sop("urgent", "{ event: journey.begun }", "{ id: step, at: +2h, expires: 30m, send: direct, material: urgent }"));
        await world.HappensAsync("journey.begun", "user_id:u");

        await world.RestartAsync(() => world.Wall.Advance(TimeSpan.FromHours(3)));
        await world.PassAsync(TimeSpan.Zero);
        await world.HappensAsync(Friend, "user_id:u external_userid:wm1", """{"member":"zhang"}""");
        var ready = await world.Runtime.Deliveries.CheckAsync(world.Runtime.Deliveries.Planned("direct", 10));

        Assert.Equal("patient", Assert.Single(ready).Delivery.Sop);
        Assert.Equal(
            [("patient", "planned", null), ("urgent", "dropped", "expired")],
            from delivery in await DeliveriesAsync(world) orderby delivery.Sop select (delivery.Sop, delivery.State, delivery.Reason));
        Assert.Contains(await world.TimelineAsync("user_id:u"), entry => entry is { Kind: "delivery", Sop: "urgent", Outcome: "dropped", Reason: "expired" });
    }

    [Fact]
    public async Task A_step_due_later_on_the_day_of_entry_is_sent_that_day()
    {
        await using var world = await OpenAsync(Sop("evening", "{ event: journey.begun }", "{ id: step, at: day 0 20:00, send: direct, material: evening }"));
        await world.HappensAsync("journey.begun", "user_id:u");
        await world.PassAsync(TimeSpan.FromHours(10) + After);

        var step = Assert.Single(await world.TimelineAsync("user_id:u"), entry => entry.Kind == "step");
        Assert.Equal(("sent", RunningWorld.Start.AddHours(10)), (step.Outcome, DateTimeOffset.Parse(step.At, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Deleting_one_advisor_leaves_the_run_to_the_friend_who_remains()
    {
        await using var world = await OpenAsync(
            Sop("series", "{ event: journey.begun }", "{ id: first, at: +1h, send: direct, material: series }", "{ id: second, at: +3h, send: direct, material: series }"));
        const string customer = "external_userid:wm1";
        await world.HappensAsync(Friend, customer, """{"member":"zhang"}""");
        await world.HappensAsync(Friend, customer, """{"member":"li"}""");
        await world.HappensAsync("journey.begun", customer);
        await world.PassAsync(TimeSpan.FromHours(2));
        await world.HappensAsync("contact.deleted_by_customer", customer, """{"member":"zhang"}""");

        Assert.Single((await world.CustomerAsync(customer)).Runs);
        await world.PassAsync(TimeSpan.FromHours(1) + After);
        var ready = await world.Runtime.Deliveries.CheckAsync(world.Runtime.Deliveries.Planned("direct", 10));
        Assert.Equal(["li", "li"], ready.Select(message => message.Member));

        await world.HappensAsync("contact.deleted_by_customer", customer, """{"member":"li"}""");
        Assert.Empty((await world.CustomerAsync(customer)).Runs);
    }

    [Fact]
    public async Task A_tag_gained_on_day_30_sends_nothing_again_to_those_tagged_on_day_1()
    {
        await using var world = await OpenAsync(
            ("group.yaml", "group: grade\nkind: multi\ntags:\n  - { tag: vip, when: { event: order.paid } }\n"),
            Sop("vip", "{ tag: grade/vip }", "{ id: thanks, send: direct, material: vip }"));
        await world.HappensAsync("order.paid", "user_id:first");
        await world.PassAsync(TimeSpan.FromDays(29));

        await world.HappensAsync("order.paid", "user_id:second");
        await world.HappensAsync("order.paid", "user_id:first");
        await world.PassAsync(TimeSpan.FromDays(1) + After);

        Assert.Equal(["thanks"], await StepsAsync(world, "user_id:first"));
        Assert.Equal(["thanks"], await StepsAsync(world, "user_id:second"));
    }

    [Fact]
    public async Task Content_of_one_sop_never_reaches_somebody_who_is_only_in_another()
    {
        await using var world = await OpenAsync(
            Sop("a", "{ event: a.begun }", "{ id: step, send: direct, material: a }", "{ id: later, at: +1d, send: direct, material: a }"),
            Sop("b", "{ event: b.begun }", "{ id: step, send: direct, material: b }", "{ id: later, at: +1d, send: direct, material: b }"));
        await world.HappensAsync("a.begun", "user_id:of-a");
        await world.HappensAsync("b.begun", "user_id:of-b");
        await world.PassAsync(TimeSpan.FromDays(1) + After);

        var contents = (await DeliveriesAsync(world)).Select(delivery => (delivery.Customer, delivery.Content));
        var (a, b) = ((await world.CustomerAsync("user_id:of-a")).Id, (await world.CustomerAsync("user_id:of-b")).Id);
        Assert.Equal(new HashSet<(string, string)> { (a, "a"), (b, "b") }, contents.ToHashSet());
        Assert.Equal(4, contents.Count());
    }

    /// <summary>With all materials that the tests send.</summary>
    private static Task<RunningWorld> OpenAsync(params (string Path, string Yaml)[] definitions) => RunningWorld.OpenAsync(
        [.. definitions, .. ((string[])["welcome", "nudge", "silent", "patient", "urgent", "evening", "series", "vip", "a", "b"]).Select(name => ($"materials/{name}.yaml", $"material: {name}\ntext: {name}\n"))]);

    private static (string, string) Sop(string name, string trigger, params string[] parts)
    {
        var rules = parts.Where(part => part.StartsWith("exit:", StringComparison.Ordinal));
        var steps = parts.Where(part => part.StartsWith('{')).Select(step => $"  - {step}");
        return ($"{name}.yaml", $"sop: {name}\ntrigger: {trigger}\nreentry: always\n{string.Join('\n', rules)}\nsteps:\n{string.Join('\n', steps)}\n");
    }

    private static async Task<IReadOnlyList<DeliveryView>> DeliveriesAsync(RunningWorld world) =>
        (await world.Runtime.DeliveriesAsync(null, null, null, null, null, 500)).Items;

    /// <summary>The steps that were planned for this customer, oldest first.</summary>
    private static async Task<string[]> StepsAsync(RunningWorld world, string identity)
    {
        var id = (await world.CustomerAsync(identity)).Id;
        return [.. (await world.Runtime.DeliveriesAsync(null, id, null, null, null, 500)).Items.Reverse().Select(delivery => delivery.Step)];
    }
}
