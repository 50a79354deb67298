using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

/// <summary>Customers who were there before the SOP are let in one after another, by the event <c>sop.let_in</c>.</summary>
public sealed class ExistingCustomers
{
    private const string Gold = "group: level, kind: multi, tags: [ { tag: gold, when: { attribute: tier, is: gold } } ]";
    private const string Silent = "audience: silent, when: { not: { event: app.opened, within: 7d } }";
    private const string Into = "{'sop': 's', 'letting': '1'}";

    [Fact]
    public void Enter_because_of_the_tag_and_leave_with_it() =>
        Assert.Equal(
            ["03-02 12:00 start s", "03-02 13:00 -level/gold event:e3", "03-02 13:00 end s left_trigger"],
            Before("trigger: { tag: level/gold }").Fold("03-02 12:00", "sop.let_in", Into).Fold("03-02 13:00", "x", "", "{'tier': 'tin'}").Told());

    [Fact]
    public void Enter_because_of_the_audience_and_leave_with_it() =>
        Assert.Equal(
            ["03-02 12:00 start s", "03-02 13:00 end s left_trigger"],
            Before("trigger: { audience: silent }").Fold("03-02 12:00", "sop.let_in", Into).Fold("03-02 13:00", "app.opened").Told());

    /// <summary>Whoever has lost the tag between being listed and the turn is no member any more, also where a run would go on without it.</summary>
    [Theory]
    [InlineData("trigger: { tag: level/gold }")]
    [InlineData("trigger: { tag: level/gold }, stay: false")]
    public void Do_not_enter_without_the_tag(string sop) =>
        Assert.Equal(
            ["03-02 11:00 -level/gold event:e2", "03-02 12:00 forgotten s left_trigger"],
            Before(sop).Fold("03-02 11:00", "x", "", "{'tier': 'tin'}").Fold("03-02 12:00", "sop.let_in", Into).Told());

    [Fact]
    public void Of_an_event_enter_when_the_condition_holds() =>
        Assert.Equal(
            ["03-02 12:00 start s"],
            Before("trigger: { event: order.paid }, when: { attribute: tier, is: gold }").Fold("03-02 12:00", "sop.let_in", Into).Told());

    [Theory]
    [InlineData("when: { attribute: tier, is: tin }", "when_false")]
    [InlineData("goal: { attribute: tier, exists: true }", "goal")]
    [InlineData("exit: { tag: level/gold }", "exit")]
    [InlineData("anchor: { attribute: birthday }", "no_anchor")]
    public void Are_asked_everything_that_an_entry_is_asked(string rest, string reason)
    {
        var customer = Before($"trigger: {{ tag: level/gold }}, {rest}");
        Assert.Equal(reason, Words.Of(CustomerFold.WhyNotLetIn(customer.Plan, customer.State, "s", World.Time("03-02 12:00"))!.Value));

        Assert.Equal([$"03-02 12:00 forgotten s {reason}"], customer.Fold("03-02 12:00", "sop.let_in", Into).Told());
    }

    [Fact]
    public void Do_not_enter_again()
    {
        var customer = Before("trigger: { tag: level/gold }").Fold("03-02 12:00", "sop.let_in", Into);
        customer.Told();
        Assert.Equal("running", Words.Of(CustomerFold.WhyNotLetIn(customer.Plan, customer.State, "s", World.Time("03-02 13:00"))!.Value));

        Assert.Equal(["03-02 13:00 forgotten s running"], customer.Fold("03-02 13:00", "sop.let_in", Into).Told());
    }

    [Fact]
    public void Are_only_asked_until_their_turn()
    {
        var customer = Before("trigger: { tag: level/gold }, when: { not: { event: x, within: 1d } }");

        Assert.Equal("when_false", Words.Of(CustomerFold.WhyNotLetIn(customer.Plan, customer.State, "s", World.Time("03-02 09:59"))!.Value));
        Assert.Null(CustomerFold.WhyNotLetIn(customer.Plan, customer.State, "s", World.Time("03-02 10:00")));
        Assert.Empty(customer.Told());
        Assert.Throws<ArgumentException>(() => CustomerFold.WhyNotLetIn(customer.Plan, customer.State, "other", World.Time("03-02 10:00")));
    }

    /// <summary>One who has had the tag since before the SOP was there.</summary>
    private static Customer Before(string sop)
    {
        var customer = new Customer(World.Of(Gold, Silent).Plan, "u").Fold("03-01 10:00", "x", "", "{'tier': 'gold'}");
        customer.Redefine(World.Of(Gold, Silent, $"sop: s, {sop}, steps: [ {{ id: a, at: +9d, task: ring }} ]").Plan, "03-01 11:00").Told();
        return customer;
    }
}
