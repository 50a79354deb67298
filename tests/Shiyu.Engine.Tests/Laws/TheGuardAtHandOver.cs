namespace Shiyu.Engine.Tests.Laws;

/// <summary>Law 6.</summary>
public sealed class TheGuardAtHandOver
{
    [Fact]
    public void Lets_a_message_go_while_nothing_speaks_against_it() => Assert.Null(Ask(Going(), "03-01 12:05"));

    [Fact]
    public void Drops_it_after_its_time_and_not_at_its_last_instant()
    {
        Assert.Null(Ask(Completed(), "03-01 23:59:59.999"));
        Assert.Equal(new HandOverRefusal(StepOutcome.Dropped, "expired"), Ask(Completed(), "03-02 00:00"));
    }

    [Fact]
    public void Stops_it_when_the_goal_was_met_meanwhile() =>
        Assert.Equal(new HandOverRefusal(StepOutcome.Skipped, "ended:goal"), Ask(Going().Fold("03-01 12:01", "paid"), "03-01 12:05"));

    [Fact]
    public void Asks_its_when_again() =>
        Assert.Equal(new HandOverRefusal(StepOutcome.Skipped, "when_false"), Ask(Going().Fold("03-01 12:01", "complained"), "03-01 12:05"));

    [Fact]
    public void Stops_it_when_the_last_friend_is_gone_in_a_way_that_ends_no_run() =>
        Assert.Equal(
            new HandOverRefusal(StepOutcome.Dropped, "no_contact"),
            Ask(Going().Fold("03-01 12:01", "contact.deleted_by_member", "{'member': 'm1'}"), "03-01 12:05"));

    [Fact]
    public void A_completed_run_does_not_stop_its_last_message() => Assert.Null(Ask(Completed(), "03-01 12:05"));

    [Fact]
    public void A_goal_met_since_the_run_completed_does() =>
        Assert.Equal(new HandOverRefusal(StepOutcome.Skipped, "ended:goal"), Ask(Completed().Fold("03-01 12:01", "paid"), "03-01 12:05"));

    [Fact]
    public void Do_not_disturb_said_since_the_run_completed_does() =>
        Assert.Equal(
            new HandOverRefusal(StepOutcome.Skipped, "do_not_disturb"),
            Ask(Completed().Fold("03-01 12:01", "profile", attributes: "{'do_not_disturb': true}"), "03-01 12:05"));

    [Fact]
    public void A_run_that_ended_otherwise_stops_its_messages() =>
        Assert.Equal(
            new HandOverRefusal(StepOutcome.Skipped, "ended:deleted"),
            Ask(Going().Fold("03-01 12:01", "contact.deleted_by_customer", "{'member': 'm1'}"), "03-01 12:05"));

    [Fact]
    public void A_window_over_at_hand_over_stops_it_even_before_the_wake_up_was_taken() =>
        Assert.Equal(new HandOverRefusal(StepOutcome.Skipped, "ended:window"), Ask(Going(), "03-01 18:00"));

    [Fact]
    public void Keeps_it_while_its_sop_is_paused_also_past_its_time()
    {
        Assert.Equal(new HandOverRefusal(StepOutcome.Deferred, "paused"), Ask(Going().Pause("n", "03-01 12:01"), "03-01 12:05"));
        Assert.Equal(new HandOverRefusal(StepOutcome.Deferred, "paused"), Ask(Completed().Pause("n", "03-01 12:01"), "03-02 12:00"));
    }

    [Fact]
    public void Lets_it_go_after_a_resumption_that_sends_unless_it_has_expired()
    {
        Assert.Null(Ask(Completed().Pause("n", "03-01 12:01").Resume("n", "03-01 12:04"), "03-01 12:05"));
        Assert.Equal(new HandOverRefusal(StepOutcome.Dropped, "expired"), Ask(Completed().Pause("n", "03-01 12:01").Resume("n", "03-02 10:00"), "03-02 12:00"));
    }

    [Fact]
    public void Drops_it_after_a_resumption_that_drops_also_when_another_pause_came_since() =>
        Assert.All(
            [
                Completed().Pause("n", "03-01 12:01").Resume("n", "03-01 12:04", drop: true),
                Completed().Pause("n", "03-01 12:01").Resume("n", "03-01 12:02", drop: true).Pause("n", "03-01 12:03").Resume("n", "03-01 12:04"),
            ],
            customer => Assert.Equal(new HandOverRefusal(StepOutcome.Dropped, "paused"), Ask(customer, "03-01 12:05")));

    private static Customer Going() => Start("window: 6h, steps: [ { id: a, at: +2h, when: { not: { event: complained } }, send: direct, material: m }, { id: b, at: +9d, task: ring } ]");

    private static Customer Completed() => Start("steps: [ { id: a, at: +2h, when: { not: { event: complained } }, send: direct, material: m } ]");

    private static Customer Start(string rest)
    {
        var plan = World.WithContactsRequired($"sop: n, trigger: {{ event: x }}, goal: {{ event: paid }}, {rest}").Plan;
        return new Customer(plan, "u").Fold("03-01 09:00", "contact.added", "{'member': 'm1'}").Fold("03-01 09:30", "paid")
            .Fold("03-01 10:00", "x").Wake("03-01 12:00");
    }

    private static HandOverRefusal? Ask(Customer customer, string now)
    {
        var step = Assert.Single(customer.Effects.OfType<Effect.StepDecided>());
        var later = customer.History.SkipWhile(fact => fact.Name != "x").Skip(1);
        return CustomerFold.MayHandOver(customer.Plan, customer.State, step.Sop, step.Run, step.Step.Id, "m", step.At, step.ExpiresAt, World.Time(now), later);
    }
}
