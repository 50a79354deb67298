namespace Shiyu.Engine.Tests.Laws;

/// <summary>Law 6: what budgets allow is asked again when a message is handed over.</summary>
public sealed class BudgetsAtHandOver
{
    [Fact]
    public void Do_not_count_the_message_itself() => Assert.Null(Ask(Sent("caps: { day: 1, week: 1, gap: 1h }, quota: { per: day, count: 1 }", "03-01 10:00"), 0, "03-01 10:05"));

    [Fact]
    public void Drop_a_message_that_another_of_its_new_day_leaves_no_room_for_before_it_expires()
    {
        var customer = Sent("caps: { day: 1 }", "03-01 10:00", expires: "26h").Fold("03-02 09:00", "x");
        // The second was handed over, and the first is late.
        Assert.Equal(new HandOverRefusal(StepOutcome.Dropped, "cap:day"), Ask(customer, 0, "03-02 09:05"));
        Assert.Null(Ask(customer, 1, "03-02 09:05"));
    }

    [Fact]
    public void Keep_it_for_the_next_slot_where_its_moment_lasts_so_long()
    {
        var customer = Sent("caps: { day: 1 }", "03-01 10:00", expires: "3d").Fold("03-02 09:00", "x");
        Assert.Equal(new HandOverRefusal(StepOutcome.Deferred, "cap:day"), Ask(customer, 0, "03-02 09:05"));
        Assert.Null(Ask(customer, 0, "03-03 00:00"));
    }

    [Fact]
    public void Drop_it_where_its_step_does_not_defer()
    {
        var customer = Sent("caps: { day: 1 }", "03-01 10:00", expires: "3d", more: ", defer: false").Fold("03-02 09:00", "x");
        Assert.Equal(new HandOverRefusal(StepOutcome.Dropped, "cap:day"), Ask(customer, 0, "03-02 09:05"));
    }

    [Theory]
    [InlineData("caps: { day: 1 }", "cap:day"), InlineData("caps: { week: 1 }", "cap:week"), InlineData("caps: { gap: 2h }", "cap:gap"), InlineData("quota: { per: day, count: 1 }", "quota:day")]
    [InlineData("quota: { per: week, count: 1 }", "quota:week"), InlineData("quota: { per: month, count: 1 }", "quota:month"), InlineData("quiet_hours: { from: \"11:00\", to: \"12:00\" }", "quiet_hours")]
    public void Are_those_of_the_definitions_in_force_by_then(string budgets, string reason)
    {
        var customer = Sent("caps: { day: 9 }", "03-01 10:00", expires: "60d").Fold("03-01 10:30", "x");
        customer.Redefine(PlanOf(budgets, "60d", ""), "03-01 11:00");
        Assert.Equal(new HandOverRefusal(StepOutcome.Deferred, reason), Ask(customer, 0, "03-01 11:00"));
    }

    [Fact]
    public void Let_the_first_of_two_go_that_both_wait_when_there_is_room_for_one()
    {
        var customer = Sent("caps: { day: 9 }", "03-01 10:00", expires: "3d").Fold("03-01 10:30", "x");
        customer.Redefine(PlanOf("caps: { day: 1 }", "3d", ""), "03-01 11:00");
        var second = new PlannedMessage(World.Time("03-01 10:30"), "direct");
        Assert.Null(Ask(customer, 0, "03-01 11:00", second));
        Assert.Equal(new HandOverRefusal(StepOutcome.Deferred, "cap:day"), Ask(customer, 1, "03-01 11:00"));
    }

    [Fact]
    public void Count_what_both_were_sent_who_turn_out_to_be_one()
    {
        var plan = PlanOf("caps: { day: 1 }", "3d", "");
        var one = new Customer(plan, "u").Fold("03-01 09:00", "x", arrival: 1);
        one.Merge(new Customer(plan, "v").Fold("03-01 09:30", "x", arrival: 2), "03-01 10:00");
        Assert.Equal(new HandOverRefusal(StepOutcome.Deferred, "cap:day"), Ask(one, 0, "03-01 10:05"));
    }

    [Fact]
    public void Pass_messages_of_service_but_for_the_quota()
    {
        Customer Service(string after)
        {
            var customer = Sent("caps: { day: 9 }", "03-01 10:00", expires: "60d", sop: "class: service, ").Fold("03-01 10:30", "x");
            return customer.Redefine(PlanOf(after, "60d", "", "class: service, "), "03-01 11:00");
        }
        Assert.Null(Ask(Service("caps: { day: 1, gap: 9h }, quiet_hours: { from: \"11:00\", to: \"12:00\" }"), 0, "03-01 11:00"));
        Assert.Equal("quota:day", Ask(Service("quota: { per: day, count: 1 }"), 0, "03-01 11:00")?.Reason);
    }

    [Fact]
    public void Have_room_again_when_a_message_was_refused()
    {
        var customer = Sent("caps: { day: 1 }", "03-01 10:00", expires: "1h");
        Assert.Equal(StepOutcome.Dropped, Decided(customer.Fold("03-01 11:00", "x"), 1).Outcome);
        customer.Fold("03-01 11:30", "delivery.refused", $"{{'plannedAt': {World.Time("03-01 10:00").UnixMs}, 'touchpoint': 'direct'}}");
        Assert.Equal(StepOutcome.Sent, Decided(customer.Fold("03-01 12:00", "x"), 2).Outcome);
        Assert.Equal(StepOutcome.Dropped, Decided(customer.Fold("03-01 13:00", "x"), 3).Outcome);
    }

    private static Customer Sent(string budgets, string at, string expires = "1h", string more = "", string sop = "") => new Customer(PlanOf(budgets, expires, more, sop), "u").Fold(at, "x");

    private static Plan PlanOf(string budgets, string expires, string more, string sop = "") => World.Of(
        $"workspace: main, {budgets}", $"sop: n, trigger: {{ event: x }}, reentry: always, {sop}steps: [ {{ id: a, expires: {expires}, send: direct, material: m{more} }} ]").Plan;

    private static Effect.StepDecided Decided(Customer customer, int number) => customer.Effects.OfType<Effect.StepDecided>().ElementAt(number);

    /// <param name="number">The how-manieth message.</param>
    private static HandOverRefusal? Ask(Customer customer, int number, string now, params PlannedMessage[] behind)
    {
        var step = Decided(customer, number);
        return CustomerFold.MayHandOver(customer.Plan, customer.State, step.Sop, step.Run, step.Step.Id, "m", step.At, step.ExpiresAt, World.Time(now), [], () => behind);
    }
}
