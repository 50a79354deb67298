using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Tagging;

public sealed class TagGroups
{
    private const string Lifecycle =
        """
        group: lifecycle, kind: exclusive, tags: [
          { tag: loyal, when: { event: order.paid, count: { at_least: 2 } } },
          { tag: first, when: { event: order.paid } },
          { tag: interested, when: { event: product.viewed, within: 30d } },
          { tag: prospect, when: always } ]
        """;

    [Fact]
    public void A_customer_exists_from_the_first_event_and_enters_what_holds_then_because_of_it() =>
        Assert.Equal(
            ["03-01 12:00 +lifecycle/prospect event:e1"],
            World.Of(Lifecycle).Event("03-01 12:00", "e1", "app.opened").Decisions());

    [Fact]
    public void In_an_exclusive_group_the_first_true_tag_is_held_and_leaves_come_before_enters() =>
        Assert.Equal(
            [
                "03-01 12:00 +lifecycle/interested event:e1",
                "03-02 12:00 -lifecycle/interested event:e2",
                "03-02 12:00 +lifecycle/first event:e2",
                "03-03 12:00 -lifecycle/first event:e3",
                "03-03 12:00 +lifecycle/loyal event:e3",
            ],
            World.Of(Lifecycle).Event("03-01 12:00", "e1", "product.viewed").Event("03-02 12:00", "e2", "order.paid")
                .Event("03-03 12:00", "e3", "order.paid").Decisions("05-01 00:00"));

    [Fact]
    public void A_window_that_closes_moves_the_customer_at_exactly_that_instant_because_of_time() =>
        Assert.Equal(
            [
                "03-01 12:00 +lifecycle/interested event:e1",
                "03-31 12:00 -lifecycle/interested time",
                "03-31 12:00 +lifecycle/prospect time",
            ],
            World.Of(Lifecycle).Event("03-01 12:00", "e1", "product.viewed").Decisions("05-01 00:00"));

    [Fact]
    public void The_clock_stops_after_the_last_event() =>
        Assert.Equal(
            ["03-01 12:00 +lifecycle/interested event:e1"],
            World.Of(Lifecycle).Event("03-01 12:00", "e1", "product.viewed").Decisions());

    [Fact]
    public void Wake_ups_at_the_last_events_instant_are_still_taken() =>
        Assert.Equal(
            [
                "a 03-01 12:00 +lifecycle/interested event:e1",
                "a 03-31 12:00 -lifecycle/interested time",
                "a 03-31 12:00 +lifecycle/prospect time",
                "b 03-31 12:00 +lifecycle/prospect event:e2",
            ],
            World.Of(Lifecycle).Event("03-01 12:00", "e1", "product.viewed", customer: "a")
                .Event("03-31 12:00", "e2", "app.opened", customer: "b").Decisions());

    [Fact]
    public void To_is_exclusive() =>
        Assert.Single(World.Of(Lifecycle).Event("03-01 12:00", "e1", "product.viewed").Decisions("03-31 12:00"));

    [Fact]
    public void A_fact_settles_what_is_due_at_its_instant() =>
        Assert.Equal(
            [
                "03-01 12:00 +lifecycle/interested event:e1",
                "03-31 12:00 -lifecycle/interested event:e2",
                "03-31 12:00 +lifecycle/prospect event:e2",
            ],
            World.Of(Lifecycle).Event("03-01 12:00", "e1", "product.viewed").Event("03-31 12:00", "e2", "app.opened").Decisions());

    [Fact]
    public void Facts_of_one_instant_are_folded_one_after_another() =>
        Assert.Equal(
            [
                "03-01 12:00 +lifecycle/first event:e1",
                "03-01 12:00 -lifecycle/first event:e2",
                "03-01 12:00 +lifecycle/loyal event:e2",
            ],
            World.Of(Lifecycle).Event("03-01 12:00", "e1", "order.paid").Event("03-01 12:00", "e2", "order.paid").Decisions());

    [Fact]
    public void In_a_multi_group_every_true_tag_is_held_in_file_order() =>
        Assert.Equal(
            ["03-01 12:00 +m/z event:e1", "03-01 12:00 +m/a event:e1", "03-02 12:00 -m/z time"],
            World.Of("group: m, kind: multi, tags: [ { tag: z, when: { event: x, within: 1d } }, { tag: a, when: { event: x } } ]")
                .Event("03-01 12:00", "e1", "x").Decisions("03-05 00:00"));

    [Fact]
    public void All_leaves_of_a_fact_come_before_its_enters_over_all_groups() =>
        Assert.Equal(
            [
                "03-02 12:00 -a/no event:e2", "03-02 12:00 -b/no event:e2",
                "03-02 12:00 +a/yes event:e2", "03-02 12:00 +b/yes event:e2",
            ],
            World.Of(
                    "group: b, kind: exclusive, tags: [ { tag: yes, when: { tag: a/yes } }, { tag: no, when: always } ]",
                    "group: a, kind: exclusive, tags: [ { tag: yes, when: { event: x } }, { tag: no, when: always } ]")
                .Event("03-01 12:00", "e1", "y").Event("03-02 12:00", "e2", "x").Decisions()[2..]);

    [Fact]
    public void A_tag_held_for_a_time_is_noticed_when_that_time_has_passed_without_a_break() =>
        Assert.Equal(
            [
                "03-01 12:00 +a/hot event:e1",
                "03-02 12:00 -a/hot time",
                "03-03 12:00 +a/hot event:e2",
                "03-03 18:00 +b/warm time",
                "03-04 12:00 -a/hot time",
                "03-04 12:00 -b/warm time",
            ],
            World.Of(
                    "group: a, kind: multi, tags: [ { tag: hot, when: { event: x, within: 1d } } ]",
                    "group: b, kind: multi, tags: [ { tag: warm, when: { all: [ { tag: a/hot, for: 6h }, { event: y } ] } } ]")
                .Event("03-01 12:00", "e1", "x").Event("03-03 12:00", "e2", "x").Event("03-03 12:00", "e3", "y").Decisions("04-01 00:00"));

    [Fact]
    public void Customers_are_told_in_order_within_an_instant() =>
        Assert.Equal(
            ["a 03-01 12:00 +lifecycle/prospect event:e2", "b 03-01 12:00 +lifecycle/prospect event:e1"],
            World.Of(Lifecycle).Event("03-01 12:00", "e1", "x", customer: "b").Event("03-01 12:00", "e2", "x", customer: "a").Decisions());
}
