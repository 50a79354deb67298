using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Tagging;

public sealed class Holds
{
    [Fact]
    public void Once_stands_for_ever_after_the_condition_was_first_true() =>
        Assert.Equal(
            ["03-01 12:00 +g/t event:e1"],
            World.Of("group: g, kind: multi, tags: [ { tag: t, when: { event: x, within: 1d }, hold: once } ]")
                .Event("03-01 12:00", "e1", "x").Decisions("12-31 00:00"));

    [Fact]
    public void For_a_time_stands_until_exactly_that_long_after_the_condition_turned_false() =>
        Assert.Equal(
            ["03-01 12:00 +g/t event:e1", "03-09 12:00 -g/t time"],
            World.Of("group: g, kind: multi, tags: [ { tag: t, when: { event: x, within: 1d }, hold: { for: 7d } } ]")
                .Event("03-01 12:00", "e1", "x").Decisions("12-31 00:00"));

    [Fact]
    public void A_hold_of_no_length_is_over_at_once()
    {
        const string group = "group: g, kind: multi, tags: [ { tag: t, when: { event: x, within: 1d }, hold: { for: 0s } }, { tag: u, when: { attribute: a, is: 1 }, hold: { for: 0s } } ]";
        Assert.Equal(
            ["03-01 12:00 +g/t event:e1", "03-01 12:00 +g/u event:e1", "03-02 12:00 -g/t time", "03-03 12:00 -g/u event:e2", "03-05 12:00 +g/t event:e3", "03-06 12:00 -g/t time"],
            World.Of(group).Event("03-01 12:00", "e1", "x", attributes: "{'a': 1}").Event("03-03 12:00", "e2", "y", attributes: "{'a': 2}")
                .Event("03-05 12:00", "e3", "x").Decisions("12-31 00:00"));
    }

    [Fact]
    public void A_condition_true_again_within_the_hold_starts_it_anew() =>
        Assert.Equal(
            ["03-01 12:00 +g/t event:e1", "03-13 12:00 -g/t time"],
            World.Of("group: g, kind: multi, tags: [ { tag: t, when: { event: x, within: 1d }, hold: { for: 7d } } ]")
                .Event("03-01 12:00", "e1", "x").Event("03-05 12:00", "e2", "x").Decisions("12-31 00:00"));

    [Fact]
    public void A_hold_runs_from_the_condition_even_while_an_earlier_tag_hides_it() =>
        Assert.Equal(
            [
                "03-01 12:00 +g/early event:e1",
                "03-03 12:00 -g/early time",
                "03-03 12:00 +g/held time",
                "03-05 12:00 -g/held time",
            ],
            World.Of(
                    """
                    group: g, kind: exclusive, tags: [
                      { tag: early, when: { event: x, within: 2d } },
                      { tag: held, when: { event: x, within: 1d }, hold: { for: 3d } } ]
                    """)
                .Event("03-01 12:00", "e1", "x").Decisions("12-31 00:00"));

    [Fact]
    public void A_condition_that_holds_between_two_facts_of_one_instant_was_true() =>
        Assert.Equal(
            ["03-01 12:00 +g/t event:e2", "03-01 13:00 -g/t time"],
            World.Of("group: g, kind: multi, tags: [ { tag: t, when: { event: x, count: { at_least: 1, at_most: 1 } }, hold: { for: 1h } } ]")
                .Event("03-01 12:00", "e1", "y").Event("03-01 12:00", "e2", "x").Event("03-01 12:00", "e3", "x").Decisions("12-31 00:00"));
}
