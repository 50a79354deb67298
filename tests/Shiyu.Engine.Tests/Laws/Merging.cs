namespace Shiyu.Engine.Tests.Laws;

public sealed class Merging
{
    private static readonly Plan s_plan = World.Of(
        """
        group: life, kind: exclusive, tags: [
          { tag: loyal, when: { event: paid, count: { at_least: 2 } } },
          { tag: first, when: { event: paid } },
          { tag: prospect, when: always } ]
        """,
        "group: hand, kind: multi, tags: [ { tag: friend } ]",
        "sop: n, trigger: { event: x }, goal: { event: paid, count: { at_least: 2 } }, steps: [ { id: a, at: +1h, task: ring }, { id: b, at: +2d, task: ring } ]").Plan;

    [Fact]
    public void Makes_the_survivor_the_fold_of_both_histories()
    {
        var (survivor, loser) = (new Customer(s_plan, "u"), new Customer(s_plan, "v"));
        survivor.Fold("03-01 10:00", "paid", arrival: 1);
        loser.Fold("03-01 11:00", "paid", attributes: "{'tier': 'gold'}", arrival: 2);
        survivor.Told();
        Assert.Equal(["03-02 10:00 -life/first event:merge", "03-02 10:00 +life/loyal event:merge"], survivor.Merge(loser, "03-02 10:00").Told());
        Assert.Equal("tier", Assert.Single(survivor.State.Attributes.Visible()).Key);
    }

    [Fact]
    public void Takes_over_what_the_loser_held_without_entering_it_again()
    {
        var (survivor, loser) = (new Customer(s_plan, "u"), new Customer(s_plan, "v"));
        survivor.Fold("03-01 10:00", "y", arrival: 1);
        loser.Fold("03-01 11:00", "tag.set", "{'tag': 'hand/friend'}", arrival: 2);
        survivor.Told();
        Assert.Empty(survivor.Merge(loser, "03-02 10:00").Told());
        Assert.Equal(["life/prospect", "hand/friend"], survivor.State.Tags(s_plan).OrderByDescending(t => t.Tag.Group).Select(t => t.Tag.ToString()));
    }

    [Fact]
    public void Lets_the_losers_run_go_on_with_its_id_and_sends_nothing_again()
    {
        var (survivor, loser) = (new Customer(s_plan, "u"), new Customer(s_plan, "v"));
        survivor.Fold("03-01 09:00", "y", arrival: 1);
        loser.Fold("03-01 10:00", "x", arrival: 2).Wake("03-01 12:00");
        var run = Assert.Single(loser.State.Runs(s_plan)).Run;
        survivor.Told();
        Assert.Empty(survivor.Merge(loser, "03-02 10:00").Told());
        Assert.Equal(run, Assert.Single(survivor.State.Runs(s_plan)).Run);
        Assert.Equal(["03-03 10:00 n.b sent", "03-03 10:00 end n completed"], survivor.Wake("04-01 00:00").Told());
    }

    [Fact]
    public void Of_two_runs_of_one_sop_keeps_the_earlier()
    {
        var (survivor, loser) = (new Customer(s_plan, "u"), new Customer(s_plan, "v"));
        survivor.Fold("03-01 11:00", "x", arrival: 2).Wake("03-01 13:00");
        loser.Fold("03-01 10:00", "x", arrival: 1).Wake("03-01 13:00");
        var earlier = Assert.Single(loser.State.Runs(s_plan)).Run;
        survivor.Told();
        Assert.Equal(["03-01 13:00 end n withdrawn"], survivor.Merge(loser, "03-01 13:00").Told());
        Assert.Equal(earlier, Assert.Single(survivor.State.Runs(s_plan)).Run);
    }

    [Fact]
    public void Counts_a_goal_over_what_both_did_since_the_entry()
    {
        var (survivor, loser) = (new Customer(s_plan, "u"), new Customer(s_plan, "v"));
        survivor.Fold("03-01 10:00", "paid", arrival: 1).Fold("03-01 10:00", "x", arrival: 2).Fold("03-01 11:00", "paid", arrival: 3);
        loser.Fold("03-01 11:30", "paid", arrival: 4);
        survivor.Told();
        Assert.Contains("03-01 12:00 end n goal", survivor.Merge(loser, "03-01 12:00").Told());
    }

    [Fact]
    public void Does_not_let_a_customer_enter_again_what_the_loser_has_been_through()
    {
        var (survivor, loser) = (new Customer(s_plan, "u"), new Customer(s_plan, "v"));
        survivor.Fold("03-01 09:00", "y", arrival: 1);
        loser.Fold("03-01 10:00", "x", arrival: 2).Wake("03-05 00:00");
        survivor.Merge(loser, "03-06 10:00").Told();
        Assert.Equal(["03-07 10:00 forgotten n reentry"], survivor.Fold("03-07 10:00", "x", arrival: 3).Told());
    }
}
