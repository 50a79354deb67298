namespace Shiyu.Engine.Tests.Laws;

public sealed class LateAndFutureFacts
{
    private static readonly Plan s_plan = World.Of(
        "group: g, kind: multi, tags: [ { tag: fresh, when: { event: x, within: 1d }, hold: { for: 2d } } ]",
        "sop: n, trigger: { event: x }, lateness: 1h, steps: [ { id: s, at: +2h, task: ring } ]").Plan;

    [Fact]
    public void A_late_fact_enters_history_at_its_own_time_and_corrects_tags_from_now_on()
    {
        var customer = new Customer(s_plan, "u").Fold("03-01 20:00", "x", occurredAt: "03-01 10:00");
        Assert.Equal(["03-01 20:00 +g/fresh event:e1", "03-01 20:00 forgotten n late"], customer.Told());
        // The condition turned false a day after the event, and its hold ran from there.
        Assert.Equal(["03-04 10:00 -g/fresh time"], customer.Wake("04-01 00:00").Told());
    }

    [Fact]
    public void A_fact_exactly_as_late_as_allowed_starts_a_run_and_one_later_does_not()
    {
        Assert.Contains("03-01 11:00 start n", new Customer(s_plan, "u").Fold("03-01 11:00", "x", occurredAt: "03-01 10:00").Told());
        Assert.Contains("03-01 11:00:00.001 forgotten n late", new Customer(s_plan, "u").Fold("03-01 11:00:00.001", "x", occurredAt: "03-01 10:00").Told());
    }

    [Fact]
    public void A_late_fact_that_changes_nothing_now_is_not_played_back_into_the_past() =>
        Assert.Equal(["03-05 20:00 forgotten n late"], new Customer(s_plan, "u").Fold("03-05 20:00", "x", occurredAt: "03-01 10:00").Told());

    [Fact]
    public void A_future_fact_waits_and_is_folded_at_its_own_instant()
    {
        var customer = new Customer(s_plan, "u").Fold("03-01 10:00", "x", occurredAt: "03-01 10:05");
        Assert.Empty(customer.Told());
        Assert.Equal(World.Time("03-01 10:05"), customer.State.NextWakeUp);
        Assert.Equal(["03-01 10:05 +g/fresh event:e1", "03-01 10:05 start n"], customer.Wake("03-01 11:00").Told());
    }

    [Fact]
    public void A_fact_of_the_instant_for_which_another_waits_is_folded_after_it()
    {
        var customer = new Customer(s_plan, "u").Fold("03-01 10:00", "x", occurredAt: "03-01 10:05").Fold("03-01 10:05", "x");
        Assert.Equal(["03-01 10:05 +g/fresh event:e1", "03-01 10:05 start n", "03-01 10:05 forgotten n running"], customer.Told());
    }

    [Fact]
    public void A_fold_first_takes_the_wake_ups_before_it() =>
        Assert.Equal(
            ["03-01 12:00 n.s sent", "03-01 12:00 end n completed", "03-04 10:00 -g/fresh time"],
            new Customer(s_plan, "u").Fold("03-01 10:00", "x").Fold("03-20 10:00", "y").Told()[2..]);

    [Fact]
    public void Folding_never_goes_back()
    {
        var customer = new Customer(s_plan, "u").Fold("03-01 10:00", "x");
        Assert.Throws<ArgumentOutOfRangeException>(() => customer.Fold("03-01 09:59", "x"));
    }
}
