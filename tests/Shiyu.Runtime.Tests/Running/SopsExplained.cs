using Shiyu.Runtime.Queries.Explaining;

namespace Shiyu.Runtime.Tests.Running;

public sealed class SopsExplained
{
    private static readonly DateTimeOffset Ten = RunningWorld.Start;

    [Fact]
    public async Task At_an_instant_that_is_long_past()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u1", id: "cart");
        await world.PassAsync(TimeSpan.FromHours(3));
        await world.HappensAsync("order.paid", "user_id:u1", id: "order");
        await world.PassAsync(TimeSpan.FromDays(3));

        var then = await ExplainedAsync(world, "cart-nudge", Ten.AddHours(1));
        Assert.Equal("2026-03-01T11:00:00.000+08:00", then.At);
        Assert.Equal(("tag", "{ tag: intent/cart }", true, "2026-03-01T10:00:00.000+08:00", "event:cart"), (then.Trigger.Kind, then.Trigger.Text, then.Trigger.Holds, then.Trigger.Since, then.Trigger.Cause));
        Assert.Equal(("event", "{ event: order.paid }", false, 0, true), (then.Goal!.Kind, then.Goal.Text, then.Goal.Holds, then.Goal.Events!.Total, then.Goal.Events.AfterEntry));
        Assert.Equal(("going", "nudge", "2026-03-01T12:00:00.000+08:00", "time"), (then.Run.State, then.Run.NextStep, then.Run.NextAt, then.Run.WaitsFor));
        Assert.Empty(then.Decisions);

        // The very instant of a step shows what it came to.
        var due = await ExplainedAsync(world, "cart-nudge", Ten.AddHours(2));
        Assert.Equal(("nudge", "send", "sent"), (Assert.Single(due.Decisions).Step, due.Decisions[0].Act, due.Decisions[0].Outcome));
        Assert.Equal("call", due.Run.NextStep);

        var now = await ExplainedAsync(world, "cart-nudge");
        Assert.Equal("2026-03-04T13:00:00.000+08:00", now.At);
        Assert.Equal(("ended", "goal", "event:order", "2026-03-01T13:00:00.000+08:00"), (now.Run.State, now.Run.EndReason, now.Run.EndCause, now.Run.EndedAt));
        Assert.Equal(("2026-03-01T10:00:00.000+08:00", then.Run.Id), (now.Run.StartedAt, now.Run.Id));
        Assert.Equal((true, new EventMention("order", "order.paid", "2026-03-01T13:00:00.000+08:00")), (now.Goal!.Holds, Assert.Single(now.Goal.Events!.Newest)));
        Assert.Equal((false, null), (now.Trigger.Holds, now.Trigger.Since));
    }

    [Fact]
    public async Task As_it_was_known_then()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u1");
        await world.PassAsync(TimeSpan.FromHours(2));
        await world.HappensAsync("order.paid", "user_id:u1", at: Ten.AddMinutes(30));

        // It had occurred by then, and nobody knew.
        Assert.Equal(0, (await ExplainedAsync(world, "cart-nudge", Ten.AddHours(1))).Goal!.Events!.Total);
        Assert.Equal(1, (await ExplainedAsync(world, "cart-nudge")).Goal!.Events!.Total);
    }

    [Fact]
    public async Task Under_the_definitions_of_that_time()
    {
        static (string, string) Sop(string when) => ("s.yaml", $"sop: s\ntitle: 回访\ntrigger: {{ event: a }}\nwhen: {when}\nsteps: [ {{ id: call, at: +1h, task: ring }} ]");
        await using var world = await RunningWorld.OpenAsync(("a.yaml", "audience: vips\nwhen: { attribute: vip, is: true }"));
        await world.HappensAsync("a", "user_id:u1", attributes: "{\"vip\": \"yes\"}");
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.ApplyAsync(("a.yaml", "audience: vips\nwhen: { attribute: vip, is: true }"), Sop("{ not: { audience: vips } }"));
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.ApplyAsync(Sop("{ event: b, within: 2h }"));
        await world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(new ExplainAnswer.UnknownSop("2026-03-01T10:30:00.000+08:00"), await AskAsync(world, "s", Ten.AddMinutes(30)));
        var first = (await ExplainedAsync(world, "s", Ten.AddMinutes(90))).When!;
        Assert.Equal(("not", "not", null, true), (first.Kind, first.Text, first.Tree, first.Holds));
        var audience = Assert.Single(first.Parts);
        Assert.Equal(("audience", "{ audience: vips }", false), (audience.Kind, audience.Text, audience.Holds));
        Assert.Equal(("{ attribute: vip, is: true }", "\"yes\""), (Assert.Single(audience.Parts).Text, audience.Parts[0].Value!.Value.GetRawText()));

        // Applied at twelve, and in force from that instant on.
        Assert.Equal("{ event: b, within: 2h }", (await ExplainedAsync(world, "s", Ten.AddHours(2))).When!.Text);
        Assert.Equal("not", (await ExplainedAsync(world, "s", Ten.AddHours(2).AddMilliseconds(-1))).When!.Text);
        Assert.Equal(("回访", "{\"event\":\"b\",\"within\":\"2h\"}"), ((await ExplainedAsync(world, "s")).Title, (await ExplainedAsync(world, "s")).When!.Tree!.Value.GetRawText()));
    }

    [Fact]
    public async Task With_what_arbitration_decided()
    {
        await using var world = await RunningWorld.OpenAsync(
            ("w.yaml", "workspace: main\nquiet_hours: { from: \"11:00\", to: \"15:00\" }"), Shop.Lifecycle, Shop.Intent, Shop.CartNudge, Shop.Nudge);
        await world.HappensAsync("cart.added", "user_id:u1");
        await world.PassAsync(TimeSpan.FromHours(3));

        var explained = await ExplainedAsync(world, "cart-nudge");
        Assert.Equal(("going", "nudge", "slot", "quiet_hours"), (explained.Run.State, explained.Run.NextStep, explained.Run.WaitsFor, explained.Run.DeferredFor));
        Assert.Equal(("2026-03-01T15:00:00.000+08:00", "2026-03-01T12:00:00.000+08:00"), (explained.Run.NextAt, explained.Run.WaitsSince));
        var decided = Assert.Single(explained.Decisions);
        Assert.Equal(("deferred", "quiet_hours", "2026-03-01T15:00:00.000+08:00"), (decided.Outcome, decided.Reason, decided.Until));
        Assert.Equal(("2026-03-01T12:00:00.000+08:00", "2026-03-01T23:59:59.999+08:00"), (decided.DueAt, decided.ExpiresAt));

        await world.PassAsync(TimeSpan.FromHours(3));
        var after = await ExplainedAsync(world, "cart-nudge");
        Assert.Equal(["deferred", "sent"], after.Decisions.Select(decision => decision.Outcome));
        Assert.Equal(("call", "time", null), (after.Run.NextStep, after.Run.WaitsFor, after.Run.DeferredFor));
    }

    [Fact]
    public async Task For_a_customer_who_was_not_taken()
    {
        await using var world = await RunningWorld.OpenAsync(
            ("s.yaml", "sop: s\ntrigger: { event: a, where: { p: x } }\nwhen: { all: [ { contact: any }, always ] }\nsteps: [ { id: call, task: ring } ]"));
        await world.HappensAsync("a", "user_id:u1", "{\"p\": \"y\"}", id: "other");
        var untouched = await ExplainedAsync(world, "s");
        Assert.Equal(("not_entered", null, false), (untouched.Run.State, untouched.Forgotten, untouched.Trigger.Holds));

        await world.HappensAsync("contact.added", "user_id:u1", "{\"member\": \"m1\"}");
        await world.HappensAsync("contact.deleted_by_member", "user_id:u1", "{\"member\": \"m1\"}");
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.HappensAsync("a", "user_id:u1", "{\"p\": \"x\"}", id: "trigger");
        await world.PassAsync(TimeSpan.FromHours(1));

        var explained = await ExplainedAsync(world, "s");
        Assert.Equal("not_entered", explained.Run.State);
        Assert.Equal(new ForgottenView("2026-03-01T11:00:00.000+08:00", "when_false", "event:trigger"), explained.Forgotten);
        Assert.Equal((true, "trigger", 1), (explained.Trigger.Holds, explained.Trigger.Events!.Newest[0].Id, explained.Trigger.Events.Total));
        Assert.Equal(("all", false), (explained.When!.Text, explained.When.Holds));
        Assert.Equal(["contact", "always"], explained.When.Parts.Select(part => part.Kind));
        Assert.Equal(("m1", "deleted_by_member"), (Assert.Single(explained.When.Parts[0].Contacts!).Member, explained.When.Parts[0].Contacts![0].State));
    }

    [Fact]
    public async Task With_waits_and_branches()
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", """
            sop: s
            trigger: { event: a }
            steps:
              - { id: answer, wait: { event: b }, for: 2h }
              - { id: which, at: +1d, branch: [ { when: { event: b }, then: last }, { when: never } ] }
              - { id: thanks, title: 致谢, task: thank, when: { event: c, within: 1h } }
              - { id: last, task: bye }
            """));
        await world.HappensAsync("a", "user_id:u1");
        await world.HappensAsync("c", "user_id:u1");

        var waiting = await ExplainedAsync(world, "s");
        Assert.Equal(("answer", "event", "2026-03-01T12:00:00.000+08:00", "2026-03-01T10:00:00.000+08:00"), (waiting.Run.NextStep, waiting.Run.WaitsFor, waiting.Run.NextAt, waiting.Run.WaitsSince));
        Assert.Equal(("wait", "b 2h"), (waiting.Steps[0].Act, waiting.Steps[0].Content));
        Assert.Equal([("last", "{ event: b }", false), (null, "never", false)], waiting.Steps[1].Arms.Select(arm => (arm.Then, arm.When.Text, arm.When.Holds)));
        Assert.Equal(("致谢", true, "2026-03-01T11:00:00.000+08:00"), (waiting.Steps[2].Title, waiting.Steps[2].When!.Holds, waiting.Steps[2].When!.NextChange));

        await world.PassAsync(TimeSpan.FromHours(3));
        Assert.Equal([("answer", "waiting", "answer"), ("answer", "timed_out", "which")], (await ExplainedAsync(world, "s")).Decisions.Select(decision => (decision.Step, decision.Outcome, decision.Next)));
    }

    [Theory]
    [InlineData("trigger: { date: 2026-03-05 }", "date", "{ date: 2026-03-05 }", "2026-03-05T00:00:00.000+08:00")]
    [InlineData("trigger: { cohort: camp }\nanchor: { date: 2026-03-06 }", "cohort", "{ cohort: camp }", "2026-03-06T00:00:00.000+08:00")]
    [InlineData("trigger: manual", "manual", "manual", null)]
    public async Task With_triggers_that_are_no_condition(string trigger, string kind, string text, string? takesAt)
    {
        await using var world = await RunningWorld.OpenAsync(("s.yaml", $"sop: s\n{trigger}\nsteps: [ {{ id: call, at: day 0 10:00, task: ring }} ]"));
        await world.HappensAsync("a", "user_id:u1");
        var before = (await ExplainedAsync(world, "s")).Trigger;
        Assert.Equal((kind, text, false, takesAt), (before.Kind, before.Text, before.Holds, before.NextChange));

        if (takesAt is null) await world.HappensAsync("sop.start", "user_id:u1", "{\"sop\": \"s\"}", id: "hand");
        await world.PassAsync(TimeSpan.FromDays(6));
        var after = (await ExplainedAsync(world, "s")).Trigger;
        Assert.Equal((true, null), (after.Holds, after.NextChange));
        Assert.Equal(takesAt is null ? "hand" : null, after.Events?.Newest[0].Id);
    }

    [Fact]
    public async Task With_a_change_at_the_end_of_time()
    {
        await using var world = await RunningWorld.OpenAsync(
            ("g.yaml", "group: g\nkind: multi\ntags: [ { tag: expired, when: { attribute: until, in_last: 7d } } ]"),
            ("s.yaml", "sop: s\ntrigger: { event: a }\nwhen: { attribute: until, in_last: 7d }\nsteps: [ { id: call, task: ring } ]"));
        await world.HappensAsync("a", "user_id:u1", attributes: "{\"until\": \"9999-12-31T23:00:00Z\"}");

        Assert.Equal("9999-12-31T23:59:59.999+08:00", (await ExplainedAsync(world, "s")).When!.NextChange);
        Assert.Equal("9999-12-31T23:59:59.999+08:00", (await world.CustomerAsync("user_id:u1")).NextWakeUpAt);
    }

    [Fact]
    public async Task For_a_merged_customer_as_the_survivor_was_then()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("page.viewed", "user_id:u1");
        await world.HappensAsync("cart.added", "anonymous_id:a1");
        var loser = (await world.CustomerAsync("anonymous_id:a1")).Id;
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.HappensAsync("page.viewed", "user_id:u1 anonymous_id:a1");
        await world.PassAsync(TimeSpan.FromHours(1));

        var before = await ExplainedAsync(world, "cart-nudge", Ten.AddMinutes(30), loser);
        var after = await ExplainedAsync(world, "cart-nudge", Ten.AddMinutes(90), loser);

        Assert.Equal(((await world.CustomerAsync("user_id:u1")).Id, "not_entered"), (before.Customer, before.Run.State));
        Assert.Equal((true, "going"), (after.Trigger.Holds, after.Run.State));
    }

    [Fact]
    public async Task Only_from_the_first_event_to_now_and_only_where_there_is_somebody()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.HappensAsync("cart.added", "user_id:u1");
        await world.PassAsync(TimeSpan.FromHours(1));
        var outOfTime = new ExplainAnswer.OutOfTime("2026-03-01T11:00:00.000+08:00", "2026-03-01T12:00:00.000+08:00");

        Assert.Equal(outOfTime, await AskAsync(world, "cart-nudge", Ten.AddHours(1).AddMilliseconds(-1)));
        Assert.Equal(outOfTime, await AskAsync(world, "cart-nudge", Ten.AddHours(2).AddMilliseconds(1)));
        Assert.Equal("going", (await ExplainedAsync(world, "cart-nudge", Ten.AddHours(1))).Run.State);
        Assert.Equal("going", (await ExplainedAsync(world, "cart-nudge", Ten.AddHours(2))).Run.State);
        Assert.Equal(new ExplainAnswer.UnknownCustomer(), await world.Runtime.ExplainAsync("c99", "cart-nudge", null));
        Assert.Equal(new ExplainAnswer.UnknownCustomer(), await world.Runtime.ExplainAsync("nobody", "cart-nudge", null));
        Assert.IsType<ExplainAnswer.UnknownSop>(await AskAsync(world, "nothing"));
    }

    [Fact]
    public async Task From_the_time_of_a_first_event_that_came_before_its_time()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u1", at: Ten.AddMinutes(4));
        Assert.Equal(new ExplainAnswer.OutOfTime("2026-03-01T10:04:00.000+08:00", "2026-03-01T10:00:00.000+08:00"), await AskAsync(world, "cart-nudge"));
        await world.PassAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("going", (await ExplainedAsync(world, "cart-nudge", Ten.AddMinutes(4))).Run.State);
    }

    private static async Task<ExplainView> ExplainedAsync(RunningWorld world, string sop, DateTimeOffset? at = null, string? id = null) =>
        Assert.IsType<ExplainAnswer.Explained>(await AskAsync(world, sop, at, id)).View;

    private static async Task<ExplainAnswer> AskAsync(RunningWorld world, string sop, DateTimeOffset? at = null, string? id = null) =>
        await world.Runtime.ExplainAsync(id ?? (await world.CustomerAsync("user_id:u1")).Id, sop, at?.ToUnixTimeMilliseconds());
}
