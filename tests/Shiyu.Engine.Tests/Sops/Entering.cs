using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class Entering
{
    private const string Carts = "group: intent, kind: multi, tags: [ { tag: cart, when: { event: cart.added, within: 1d } } ]";
    private const string Step = "steps: [ { id: s, at: +2h, send: direct, material: m } ]";

    [Fact]
    public void A_tag_that_enters_starts_a_run() =>
        Assert.Equal(
            [
                "03-01 12:00 +intent/cart event:e1",
                "03-01 12:00 start nudge",
                "03-01 14:00 nudge.s sent",
                "03-01 14:00 end nudge completed",
                "03-02 12:00 -intent/cart time",
            ],
            World.Of(Carts, $"sop: nudge, trigger: {{ tag: intent/cart }}, {Step}").Event("03-01 12:00", "e1", "cart.added").Decisions("04-01 00:00"));

    [Fact]
    public void An_event_that_matches_starts_a_run() =>
        Assert.Equal(
            ["03-02 12:00 start nudge", "03-02 14:00 nudge.s sent", "03-02 14:00 end nudge completed"],
            World.Of($"sop: nudge, trigger: {{ event: x, where: {{ p: A }} }}, {Step}")
                .Event("03-01 12:00", "e1", "x", "{'p': 'B'}").Event("03-02 12:00", "e2", "x", "{'p': 'A'}").Decisions("04-01 00:00"));

    [Fact]
    public void Joining_an_audience_starts_a_run_also_by_time_alone_and_leaving_it_ends_the_run() =>
        Assert.Equal(
            [
                "03-01 12:00 start back",
                "03-01 13:00 end back left_trigger",
                "03-08 13:00 start back",
                "03-08 15:00 back.s sent",
                "03-08 15:00 end back completed",
            ],
            World.Of(
                    "audience: silent, when: { not: { event: app.opened, within: 7d } }",
                    $"sop: back, trigger: {{ audience: silent }}, reentry: always, {Step}")
                .Event("03-01 12:00", "e1", "subscribed").Event("03-01 13:00", "e2", "app.opened").Decisions("04-01 00:00"));

    [Fact]
    public void A_trigger_while_a_run_goes_on_is_forgotten() =>
        Assert.Equal(
            ["03-01 12:00 start nudge", "03-01 14:00 nudge.s sent", "03-01 14:00 end nudge completed"],
            World.Of($"sop: nudge, trigger: {{ event: x }}, reentry: always, {Step}")
                .Event("03-01 12:00", "e1", "x").Event("03-01 13:00", "e2", "x").Decisions("04-01 00:00"));

    [Fact]
    public void Without_reentry_a_customer_enters_once() =>
        Assert.Equal(
            3,
            World.Of($"sop: nudge, trigger: {{ event: x }}, {Step}")
                .Event("03-01 12:00", "e1", "x").Event("06-01 12:00", "e2", "x").Decisions("07-01 00:00").Length);

    [Theory]
    [InlineData("03-31 13:59:59.999", 1)]
    [InlineData("03-31 14:00", 2)]
    public void The_gap_counts_from_the_last_runs_end_and_exactly_the_gap_is_enough(string at, int runs) =>
        Assert.Equal(
            runs,
            World.Of($"sop: nudge, trigger: {{ event: x }}, reentry: {{ after: 30d }}, {Step}")
                .Event("03-01 12:00", "e1", "x").Event(at, "e2", "x").Decisions("05-01 00:00").Count(line => line.Contains("start")));

    [Fact]
    public void A_false_when_at_the_trigger_is_not_asked_again() =>
        Assert.Empty(
            World.Of($"sop: nudge, trigger: {{ event: x }}, when: {{ event: y }}, {Step}")
                .Event("03-01 12:00", "e1", "x").Event("03-01 12:00", "e2", "y").Decisions("04-01 00:00"));

    [Fact]
    public void When_sees_the_triggering_event_and_the_tags_it_moved() =>
        Assert.Contains(
            "03-01 12:00 start nudge",
            World.Of(Carts, $"sop: nudge, trigger: {{ event: cart.added }}, when: {{ all: [ {{ tag: intent/cart }}, {{ event: cart.added }} ] }}, {Step}")
                .Event("03-01 12:00", "e1", "cart.added").Decisions());

    [Fact]
    public void Sops_are_considered_in_order_of_name() =>
        Assert.Equal(
            ["03-01 12:00 start a", "03-01 12:00 start b", "03-01 12:00 a.s sent", "03-01 12:00 b.s sent",
             "03-01 12:00 end a completed", "03-01 12:00 end b completed"],
            World.Of(
                    "sop: b, trigger: { event: x }, steps: [ { id: s, send: direct, material: m } ]",
                    "sop: a, trigger: { event: x }, steps: [ { id: s, send: direct, material: m } ]")
                .Event("03-01 12:00", "e1", "x").Decisions());

    [Fact]
    public void A_goal_that_stands_at_entry_starts_nothing() =>
        Assert.Empty(
            World.Of($"sop: nudge, trigger: {{ event: x }}, goal: {{ attribute: vip, is: true }}, {Step}")
                .Event("03-01 12:00", "e1", "x", attributes: "{'vip': true}").Decisions("04-01 00:00"));

    [Fact]
    public void A_goal_counts_only_events_folded_after_the_one_that_caused_the_entry() =>
        Assert.Equal(
            ["03-01 12:00 start nudge", "03-01 13:00 end nudge goal"],
            World.Of($"sop: nudge, trigger: {{ event: x }}, goal: {{ event: x }}, {Step}")
                .Event("03-01 11:00", "e0", "y").Event("03-01 12:00", "e1", "x").Event("03-01 13:00", "e2", "x").Decisions("04-01 00:00"));

    [Fact]
    public void An_audience_named_in_a_goal_is_asked_as_it_stands() =>
        Assert.Empty(
            World.Of("audience: buyers, when: { event: paid }", $"sop: nudge, trigger: {{ event: x }}, goal: {{ audience: buyers }}, {Step}")
                .Event("03-01 11:00", "e0", "paid").Event("03-01 12:00", "e1", "x").Decisions("04-01 00:00"));

    [Fact]
    public void Do_not_disturb_starts_nothing() =>
        Assert.Empty(
            World.Of($"sop: nudge, trigger: {{ event: x }}, {Step}")
                .Event("03-01 12:00", "e1", "x", attributes: "{'do_not_disturb': true}").Decisions("04-01 00:00"));

    [Fact]
    public void One_fact_starts_at_most_one_run_of_an_sop() =>
        Assert.Equal(
            [
                "03-01 12:00 start loop",
                "03-01 12:00 loop.mark sent",
                "03-01 12:00 +m/on event:e1",
                "03-01 12:00 end loop goal",
            ],
            World.Of(
                    "group: m, kind: multi, tags: [ { tag: on } ]",
                    "audience: marked, when: { tag: m/on }",
                    "sop: loop, trigger: { event: x }, reentry: always, goal: { tag: m/on }, steps: [ { id: mark, tag: m/on } ]")
                .Event("03-01 12:00", "e1", "x").Decisions());

    [Theory]
    [InlineData("03-01 13:00", "start nudge")]
    [InlineData("03-01 13:00:00.001", "forgotten nudge late")]
    public void An_event_older_than_the_lateness_starts_no_run(string now, string told)
    {
        var plan = World.Of($"sop: nudge, trigger: {{ event: x }}, lateness: 1h, {Step}").Plan;
        var effects = new List<Effect>();
        CustomerFold.Fold(plan, new CustomerState("u"), World.Fact("03-01 12:00", "e1", "x", arrival: 1), World.Time(now), effects);
        Assert.Equal([$"{now} {told}"], effects.Select(World.Told));
    }

    [Fact]
    public void A_tag_entered_because_of_an_event_that_is_too_late_starts_no_run_either()
    {
        var plan = World.Of(Carts, $"sop: nudge, trigger: {{ tag: intent/cart }}, {Step}").Plan;
        var effects = new List<Effect>();
        CustomerFold.Fold(plan, new CustomerState("u"), World.Fact("03-01 12:00", "e1", "cart.added", arrival: 1), World.Time("03-01 20:00"), effects);
        Assert.Equal(["03-01 20:00 +intent/cart event:e1", "03-01 20:00 forgotten nudge late"], effects.Select(World.Told));
    }

    [Fact]
    public void Every_run_has_an_id_of_its_own_that_a_replay_gives_again()
    {
        List<RunId> Ids()
        {
            var ids = new List<RunId>();
            var plan = World.Of("sop: s, trigger: { event: x }, reentry: always, steps: [ { id: one, send: sms, material: m } ]").Plan;
            var rehearsal = new Shiyu.Engine.Rehearsal.Rehearsal(plan, (_, effect) =>
            {
                if (effect is Effect.RunStarted started) ids.Add(started.Run);
            });
            rehearsal.Take("u", World.Fact("03-01 12:00", "e1", "x", arrival: 1));
            rehearsal.Take("u", World.Fact("03-01 12:00", "e2", "x", arrival: 2));
            rehearsal.Take("v", World.Fact("03-01 12:00", "e3", "x", arrival: 3));
            rehearsal.Finish(null);
            return ids;
        }

        Assert.Equal(3, Ids().Distinct().Count());
        Assert.Equal(Ids(), Ids());
        // The first 16 bytes of SHA-256("run|s|u|1772337600000|0").
        var hash = System.Security.Cryptography.SHA256.HashData("run|s|u|1772337600000|0"u8);
        Assert.Equal(Convert.ToHexStringLower(hash.AsSpan(0, 16)), Ids()[0].ToString());
    }
}
