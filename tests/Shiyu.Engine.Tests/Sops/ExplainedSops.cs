using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class ExplainedSops
{
    private const string Tags = "group: g, kind: multi, tags: [ { tag: cart, when: { event: cart.added, within: 7d } } ]";

    [Fact]
    public void Count_for_a_goal_what_came_after_the_entry_and_for_an_audience_in_it_everything()
    {
        var customer = Of(
            Tags, "audience: buyers, when: { event: order.paid }",
            """
            sop: nudge, trigger: { tag: g/cart }, goal: { all: [ { event: order.paid }, { audience: buyers } ] },
            steps: [ { id: call, at: +1d, task: call } ]
            """);
        customer.Fold("03-01 09:00", "order.paid").Fold("03-01 10:00", "cart.added").Fold("03-01 11:00", "page.viewed");

        var explained = Explain(customer, "nudge", "03-01 12:00");

        Assert.False(explained.Goal!.IsTrue);
        var (own, audience) = (explained.Goal.Parts[0], explained.Goal.Parts[1]);
        Assert.Equal((false, 0, true), (own.IsTrue, Events(own).Total, Events(own).AfterEntry));
        Assert.True(audience.IsTrue);
        Assert.Equal((1, false, "e1"), (Events(audience.Parts[0]).Total, Events(audience.Parts[0]).AfterEntry, Events(audience.Parts[0]).Newest[0].Id));
        Assert.True(explained.Trigger!.IsTrue);
        Assert.Equal(World.Time("03-01 10:00"), Assert.IsType<Evidence.Tag>(explained.Trigger.Evidence).Since);
    }

    [Fact]
    public void Show_the_event_that_ended_the_last_run()
    {
        var customer = Of(Tags, "sop: nudge, trigger: { tag: g/cart }, goal: { event: order.paid }, steps: [ { id: call, at: +1d, task: call } ]");
        customer.Fold("03-01 09:00", "order.paid").Fold("03-01 10:00", "cart.added").Fold("03-01 11:00", "order.paid");

        var explained = Explain(customer, "nudge", "03-01 11:00");

        Assert.Null(explained.Going);
        Assert.Equal(EndReason.Goal, explained.LastEnded!.Reason);
        Assert.Equal((true, "e3", 1), (explained.Goal!.IsTrue, Events(explained.Goal).Newest[0].Id, Events(explained.Goal).Total));
    }

    [Fact]
    public void Count_nothing_for_a_goal_before_any_entry()
    {
        var customer = Of(Tags, "sop: nudge, trigger: { tag: g/cart }, when: { attribute: vip, is: true }, goal: { event: order.paid }, steps: [ { id: call, task: call } ]");
        customer.Fold("03-01 09:00", "order.paid", attributes: "{'vip': false}").Fold("03-01 10:00", "cart.added");

        var explained = Explain(customer, "nudge", "03-01 11:00");

        Assert.Null(explained.Going);
        Assert.Null(explained.LastEnded);
        Assert.Equal((false, 0), (explained.Goal!.IsTrue, Events(explained.Goal).Total));
        Assert.False(explained.When!.IsTrue);
        Assert.Equal("false"u8.ToArray(), Assert.IsType<Evidence.Attribute>(explained.When.Evidence).Json.ToArray());
    }

    [Fact]
    public void Say_when_time_alone_changes_a_condition()
    {
        var customer = Of(Tags, "sop: nudge, trigger: { event: x }, when: { not: { event: cart.added, within: 7d } }, steps: [ { id: call, task: call } ]");
        customer.Fold("03-01 10:00", "cart.added");

        var explained = Explain(customer, "nudge", "03-02 10:00").When!;

        Assert.Equal((false, World.Time("03-08 10:00")), (explained.IsTrue, explained.NextChange));
        Assert.Equal((true, World.Time("03-08 10:00")), (explained.Parts[0].IsTrue, explained.Parts[0].NextChange));
        Assert.Equal((true, null), (Explain(customer, "nudge", "03-08 10:00").When!.IsTrue, Explain(customer, "nudge", "03-08 10:00").When!.NextChange));
    }

    [Fact]
    public void Name_the_newest_twenty_events_and_count_them_all()
    {
        var customer = Of(Tags, "sop: nudge, trigger: { event: x }, when: { event: page.viewed, count: { at_least: 3 } }, steps: [ { id: call, task: call } ]");
        for (var minute = 10; minute < 35; minute++) customer.Fold($"03-01 10:{minute}", "page.viewed");

        var events = Events(Explain(customer, "nudge", "03-01 11:00").When!);

        Assert.Equal((25, 20, "e25", "e6"), (events.Total, events.Newest.Length, events.Newest[0].Id, events.Newest[^1].Id));
    }

    [Fact]
    public void Name_for_a_measure_only_the_events_that_take_part()
    {
        var customer = Of("sop: s, trigger: { event: x }, when: { event: order.paid, sum: { of: n, at_least: 5 }, within: 7d }, steps: [ { id: call, when: { event: order.paid, distinct: { of: n, at_least: 2 }, within: 7d }, task: call } ]");
        customer.Fold("03-01 10:00", "order.paid", "{'n': 5}").Fold("03-01 10:01", "order.paid", "{'n': 'five'}").Fold("03-01 10:02", "order.paid");

        var explained = Explain(customer, "s", "03-01 11:00");

        Assert.Equal(["e1"], Events(explained.When!).Newest.Select(fact => fact.Id));
        Assert.Equal(["e2", "e1"], Events(explained.Steps[0].When!).Newest.Select(fact => fact.Id));
    }

    [Fact]
    public void Leave_out_an_event_that_still_waits_to_be_folded()
    {
        var customer = Of("sop: s, trigger: { event: x }, when: { event: a }, steps: [ { id: call, task: call } ]");
        customer.Fold("03-01 10:00", "b").Fold("03-01 10:00", "a", occurredAt: "03-01 10:04");

        var before = Explain(customer, "s", "03-01 10:04").When!;
        Assert.Equal((false, 0), (before.IsTrue, Events(before).Total));

        customer.Wake("03-01 10:04");
        var after = Explain(customer, "s", "03-01 10:04").When!;
        Assert.Equal((true, 1), (after.IsTrue, Events(after).Total));
    }

    [Fact]
    public void Tell_what_a_run_waits_for()
    {
        var customer = Of("sop: s, trigger: { event: a }, steps: [ { id: call, at: +1h, task: call }, { id: answer, wait: { event: b }, for: 24h, then: thanks }, { id: thanks, task: thank } ]");
        customer.Fold("03-01 10:00", "a");
        var before = Explain(customer, "s", "03-01 10:30").Going!;
        Assert.Equal(("call", World.Time("03-01 11:00"), null), (before.Next!.Id, before.NextAt, before.WaitingSince));

        customer.Wake("03-01 11:00");
        var waiting = Explain(customer, "s", "03-01 12:00").Going!;
        Assert.Equal(("answer", World.Time("03-02 11:00"), World.Time("03-01 11:00")), (waiting.Next!.Id, waiting.NextAt, waiting.WaitingSince));
    }

    [Fact]
    public void Take_an_audience_apart_once_however_often_it_is_named()
    {
        string[] doubling = [.. Enumerable.Range(0, 10).Select(i => $"audience: a{i}, when: {{ any: [ {{ audience: a{i + 1} }}, {{ audience: a{i + 1} }} ] }}")];
        var customer = Of([.. doubling, "audience: a10, when: always", "sop: s, trigger: { event: a }, when: { audience: a0 }, steps: [ { id: call, task: call } ]"]);
        customer.Fold("03-01 10:00", "a");

        var explained = Explain(customer, "s", "03-01 11:00").When!;

        Assert.Equal(1 + (10 * 3) + 1, Count(explained));

        static int Count(Explanation part) => 1 + part.Parts.Sum(Count);
    }

    [Fact]
    public void Take_an_audience_apart_in_each_condition_that_names_it()
    {
        var customer = Of("audience: all, when: always", "sop: s, trigger: { event: a }, when: { audience: all }, exit: { audience: all }, steps: [ { id: call, when: { audience: all }, task: call } ]");
        customer.Fold("03-01 10:00", "a");

        var explained = Explain(customer, "s", "03-01 11:00");

        Assert.All([explained.When!, explained.Exit!, explained.Steps[0].When!], condition => Assert.IsType<Condition.Always>(Assert.Single(condition.Parts).Condition));
    }

    [Fact]
    public void Are_none_without_the_sop() => Assert.Null(
        SopExplainer.Explain(Of(Tags).Plan, new CustomerState("u"), "nudge", [], _ => [], World.Time("03-01 10:00")));

    private static Customer Of(params string[] definitions) => new(World.Of(definitions).Plan, "u");

    private static Evidence.Events Events(Explanation explained) => Assert.IsType<Evidence.Events>(explained.Evidence);

    private static SopExplanation Explain(Customer customer, string sop, string at) => SopExplainer.Explain(
        customer.Plan, customer.State, sop, customer.History, run => customer.FoldedAfter(run), World.Time(at))!;
}
