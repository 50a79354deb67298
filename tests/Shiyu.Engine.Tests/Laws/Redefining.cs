using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Laws;

public sealed class Redefining
{
    private const string Sop = "sop: n, trigger: { event: x }, reentry: always, goal: { event: paid, count: { at_least: 2 } }, ";

    [Fact]
    public void Fills_accumulators_from_the_history_and_asks_again_because_of_the_definition()
    {
        var before = World.Of("group: g, kind: multi, tags: [ { tag: old, when: { event: x } }, { tag: both, when: { event: x } } ]").Plan;
        var after = World.Of("group: g, kind: multi, tags: [ { tag: both, when: { event: x } }, { tag: new, when: { event: x, count: { at_least: 2 } } } ]").Plan;
        var customer = new Customer(before, "u").Fold("03-01 10:00", "x").Fold("03-01 11:00", "x");
        customer.Told();
        Assert.Equal(["03-02 10:00 -g/old definition", "03-02 10:00 +g/new definition"], customer.Redefine(after, "03-02 10:00").Told());
        Assert.Equal(World.Time("03-01 10:00"), customer.State.Tags(after).First().Since);
    }

    [Fact]
    public void Reads_the_history_only_where_something_is_counted_that_was_not()
    {
        const string Group = "group: g, kind: multi, tags: [ { tag: t, when: { event: x, within: 7d, sum: { of: n, at_least: 3 } } } ]";
        var before = World.Of("audience: au, when: { event: y, count: { at_least: 2 } }", Group, Sop + "steps: [ { id: a, at: +9d, when: { audience: au }, task: ring } ]").Plan;
        var after = World.Of(Group, Sop + "steps: [ { id: a, at: +3d, task: ring } ]").Plan;
        var customer = new Customer(before, "u").Fold("03-01 10:00", "x", "{'n': 2}").Fold("03-01 11:00", "paid");

        CustomerFold.Redefine(before, after, customer.State, Unread(), World.Time("03-01 12:00"), []);

        customer.Under(after).Told();
        Assert.Equal(["03-02 10:00 +g/t event:e3", "03-02 10:00 forgotten n running", "03-02 11:00 end n goal"], customer.Fold("03-02 10:00", "x", "{'n': 1}").Fold("03-02 11:00", "paid").Told());
        Assert.Throws<InvalidOperationException>(() => CustomerFold.Redefine(after, before, customer.State, Unread(), World.Time("03-02 12:00"), []));

        static IEnumerable<EventFact> Unread() => new[] { 1 }.Select<int, EventFact>(_ => throw new InvalidOperationException("The history is read."));
    }

    [Fact]
    public void Starts_no_run_by_a_tag_that_enters_then()
    {
        var after = World.Of(
            "group: g, kind: multi, tags: [ { tag: t, when: { event: x } } ]", "sop: n, trigger: { tag: g/t }, steps: [ { id: s, task: ring } ]").Plan;
        var customer = new Customer(World.Of().Plan, "u").Fold("03-01 10:00", "x").Redefine(after, "03-02 10:00");
        Assert.Equal(["03-02 10:00 +g/t definition"], customer.Told());
    }

    [Fact]
    public void Lets_runs_go_on_by_step_id_and_their_goal_with_what_they_have_seen()
    {
        var before = World.Of(Sop + "steps: [ { id: a, at: +1h, task: ring }, { id: b, at: +1d, task: ring } ]").Plan;
        var after = World.Of(Sop + "steps: [ { id: new, task: ring }, { id: b, at: +2d, task: ring }, { id: a, at: +1h, task: ring } ]").Plan;
        var customer = new Customer(before, "u").Fold("03-01 10:00", "paid").Fold("03-01 10:00", "x").Fold("03-01 12:00", "paid").Redefine(after, "03-01 13:00");
        customer.Told();
        Assert.Equal("b", Assert.Single(customer.State.Runs(after)).NextStep);
        Assert.Equal(["03-02 10:00 end n goal"], customer.Fold("03-02 10:00", "paid").Told());
    }

    [Fact]
    public void Withdraws_the_runs_of_a_vanished_sop()
    {
        var customer = new Customer(World.Of(Sop + "steps: [ { id: a, at: +1h, task: ring } ]").Plan, "u").Fold("03-01 10:00", "x");
        customer.Told();
        Assert.Equal(["03-01 10:30 end n withdrawn"], customer.Redefine(World.Of().Plan, "03-01 10:30").Told());
        Assert.Null(customer.State.NextWakeUp);
    }

    [Fact]
    public void Drops_a_step_that_it_makes_due_too_long_ago()
    {
        var before = World.Of(Sop + "steps: [ { id: a, at: +10d, task: ring } ]").Plan;
        var after = World.Of(Sop + "steps: [ { id: a, at: +1d, task: ring, expires: 1h } ]").Plan;
        var customer = new Customer(before, "u").Fold("03-01 10:00", "x");
        customer.Told();
        Assert.Equal(["03-05 10:00 n.a dropped expired", "03-05 10:00 end n completed"], customer.Redefine(after, "03-05 10:00").Told());
    }

    [Fact]
    public void Counts_a_fact_once_that_waits_for_this_very_instant()
    {
        const string Twice = "group: g, kind: multi, tags: [ { tag: twice, when: { event: x, count: { at_least: 2 } } }, { tag: x, when: { event: x } } ]";
        var after = World.Of(Twice).Plan;
        var customer = new Customer(World.Of("group: g, kind: multi, tags: [ { tag: x, when: { event: x } } ]").Plan, "u").Fold("03-01 10:00", "x", occurredAt: "03-01 10:01");

        Assert.Equal(["03-01 10:01 +g/x event:e1"], customer.Redefine(after, "03-01 10:01").Told());
    }

    [Fact]
    public void To_the_same_definitions_changes_nothing()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var world = new RandomWorld(seed, inOrder: true);
            var plan = Plan.Compile(world.Parse(), World.Shanghai, world.RequireContact);
            var same = Plan.Compile(world.Parse(), World.Shanghai, world.RequireContact);
            var (kept, moved) = (new CustomerState("u"), new CustomerState("u"));
            var (told, toldMoved) = (new List<Effect>(), new List<Effect>());
            for (var i = 0; i < world.Arrivals.Count; i++)
            {
                var (at, fact) = world.Arrivals[i];
                CustomerFold.Fold(plan, kept, fact, at, told);
                CustomerFold.Fold(i % 2 == 0 ? plan : same, moved, fact, at, toldMoved);
                var (from, to) = i % 2 == 0 ? (plan, same) : (same, plan);
                CustomerFold.Redefine(from, to, moved, world.Arrivals.Take(i + 1).Select(a => a.Fact), at, toldMoved);
            }
            Assert.True(told.Select(World.Told).SequenceEqual(toldMoved.Select(World.Told)), world.ToString());
            Assert.Equal(kept.NextWakeUp, moved.NextWakeUp);
        }
    }
}
