using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class Ending
{
    private const string Step = "steps: [ { id: s, at: +10d, send: direct, material: m } ]";

    [Fact]
    public void The_goal_comes_before_the_exit() => Assert.Equal("end n goal", Last("goal: { event: done }, exit: { event: done }", "done"));

    [Fact]
    public void The_exit_comes_before_do_not_disturb() => Assert.Equal("end n exit", Last("exit: { event: done }", "done", "", "{'do_not_disturb': true}"));

    [Fact]
    public void Do_not_disturb_ends_runs() => Assert.Equal("end n do_not_disturb", Last("", "any", "", "{'do_not_disturb': true}"));

    [Fact]
    public void Do_not_disturb_as_text_is_not_true() => Assert.Equal("start n", Last("", "any", "", "{'do_not_disturb': 'true'}"));

    [Fact]
    public void Deleting_the_last_friendship_ends_runs() => Assert.Equal("end n deleted", Last("", "contact.deleted_by_customer", "{'member': 'm1'}"));

    [Fact]
    public void A_member_deleting_the_customer_does_not() => Assert.Equal("start n", Last("", "contact.deleted_by_member", "{'member': 'm1'}"));

    [Fact]
    public void Deleting_one_of_two_friends_does_not() =>
        Assert.DoesNotContain(
            World.Of($"sop: n, trigger: {{ event: x }}, {Step}")
                .Event("03-01 12:00", "e1", "contact.added", "{'member': 'm1'}").Event("03-01 12:00", "e2", "contact.added", "{'member': 'm2'}")
                .Event("03-01 12:00", "e3", "x").Event("03-01 13:00", "e4", "contact.deleted_by_customer", "{'member': 'm1'}").Decisions(),
            line => line.Contains("end"));

    [Fact]
    public void A_friendship_deleted_before_the_entry_does_not_stop_it() =>
        Assert.Equal(
            ["03-01 12:00 start n"],
            World.Of($"sop: n, trigger: {{ event: x }}, {Step}")
                .Event("03-01 11:00", "e1", "contact.deleted_by_customer", "{'member': 'm1'}").Event("03-01 12:00", "e2", "x")
                .Event("03-01 13:00", "e3", "contact.deleted_by_customer", "{'member': 'm1'}").Decisions());

    [Fact]
    public void Leaving_the_triggers_tag_ends_the_run_unless_stay_is_false()
    {
        string[] Told(string stay) => World.Of(
                "group: g, kind: multi, tags: [ { tag: t, when: { event: x, within: 1d } } ]",
                $"sop: n, trigger: {{ tag: g/t }}, {stay} {Step}")
            .Event("03-01 12:00", "e1", "x").Decisions("03-05 00:00");

        Assert.Equal(["03-02 12:00 -g/t time", "03-02 12:00 end n left_trigger"], Told("")[2..]);
        Assert.Equal(["03-02 12:00 -g/t time"], Told("stay: false,")[2..]);
    }

    [Fact]
    public void The_window_ends_the_run_at_exactly_that_instant_before_a_step_of_then() =>
        Assert.Equal(
            ["03-01 12:00 start n", "03-11 12:00 end n window"],
            World.Of($"sop: n, trigger: {{ event: x }}, window: 10d, {Step}").Event("03-01 12:00", "e1", "x").Decisions("04-01 00:00"));

    [Fact]
    public void A_goal_at_the_windows_end_still_counts() =>
        Assert.Equal(
            "03-11 12:00 end n goal",
            World.Of($"sop: n, trigger: {{ event: x }}, window: 10d, goal: {{ event: paid }}, {Step}")
                .Event("03-01 12:00", "e1", "x").Event("03-11 12:00", "e2", "paid").Decisions("04-01 00:00")[^1]);

    [Fact]
    public void An_exit_that_time_alone_makes_true_ends_the_run_at_that_very_instant() =>
        Assert.Equal(
            ["03-01 12:00 start n", "03-03 13:00 end n exit"],
            World.Of($"sop: n, trigger: {{ event: x }}, exit: {{ unanswered: {{ event: asked }}, by: {{ event: answered }}, for: 2d }}, {Step}")
                .Event("03-01 12:00", "e1", "x").Event("03-01 13:00", "e2", "asked").Decisions("04-01 00:00"));

    [Fact]
    public void Completed_is_the_last_place_of_the_order() =>
        Assert.Equal(
            ["03-01 12:00 start n", "03-01 12:00 start o", "03-01 12:00 n.s sent", "03-01 12:00 o.s sent",
             "03-01 12:00 end n completed", "03-01 12:00 end o completed"],
            World.Of(
                    "sop: n, trigger: { event: x }, steps: [ { id: s, task: ring } ]",
                    "sop: o, trigger: { event: x }, steps: [ { id: s, task: ring } ]")
                .Event("03-01 12:00", "e1", "x").Decisions());

    [Fact]
    public void A_last_step_that_unsets_the_triggers_tag_ends_the_run_by_that() =>
        Assert.Equal(
            ["03-01 12:00 +g/t event:e1", "03-01 12:00 start n", "03-01 12:00 n.s sent", "03-01 12:00 -g/t event:e1", "03-01 12:00 end n left_trigger"],
            World.Of("group: g, kind: multi, tags: [ { tag: t } ]", "sop: n, trigger: { tag: g/t }, steps: [ { id: s, untag: g/t } ]")
                .Event("03-01 12:00", "e1", "tag.set", "{'tag': 'g/t'}").Decisions());

    private static string Last(string endings, string name, string properties = "", string attributes = "") =>
        World.Of($"sop: n, trigger: {{ event: x }}, {(endings.Length > 0 ? endings + ", " : "")}{Step}")
            .Event("03-01 12:00", "e0", "contact.added", "{'member': 'm1'}").Event("03-01 12:00", "e1", "x")
            .Event("03-01 13:00", "e2", name, properties, attributes).Decisions()[^1][12..];
}
