using Shiyu.Engine.Definitions;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class Steps
{
    [Fact]
    public void Stand_at_a_delay_or_at_a_clock_time_of_a_day_counted_from_the_entry() =>
        Assert.Equal(
            ["03-01 14:00 n.nudge sent", "03-02 20:00 n.proof sent", "03-04 10:00 n.call sent", "03-04 10:00 end n completed"],
            Of("{ id: nudge, at: +2h, send: direct, material: m }", "{ id: proof, at: day 1 20:00, send: direct, material: m }",
                "{ id: call, at: day 3 10:00, task: ring, due: 1d }"));

    [Fact]
    public void Without_a_time_follow_at_once() =>
        Assert.Equal(
            ["03-01 14:00 n.a sent", "03-01 14:00 n.b sent", "03-01 14:00 end n completed"],
            Of("{ id: a, at: +2h, send: direct, material: m }", "{ id: b, send: sms, material: m }"));

    [Fact]
    public void Whose_time_was_before_they_were_reached_are_skipped_or_sent_at_once_as_they_say() =>
        Assert.Equal(
            ["03-01 12:00 n.a skipped late", "03-01 12:00 n.b sent", "03-02 09:00 n.c sent", "03-02 09:00 n.d skipped late", "03-02 09:00 end n completed"],
            Of("{ id: a, at: day 0 09:00, send: direct, material: m }", "{ id: b, at: day 0 09:00, late: send, send: direct, material: m }",
                "{ id: c, at: day 1 09:00, send: direct, material: m }", "{ id: d, at: +3h, send: direct, material: m }"));

    [Fact]
    public void At_exactly_the_instant_they_are_reached_are_not_late() =>
        Assert.Equal(
            ["03-01 12:00 n.a sent", "03-01 12:00 n.b sent", "03-01 12:00 end n completed"],
            Of("{ id: a, at: day 0 12:00, send: direct, material: m }", "{ id: b, at: day 0 12:00, send: direct, material: m }"));

    [Fact]
    public void Ask_their_when_at_hand_over() =>
        Assert.Equal(
            ["03-01 13:00 n.a skipped when_false", "03-01 14:00 n.b sent", "03-01 14:00 end n completed"],
            Of("{ id: a, at: +1h, when: { event: y }, send: direct, material: m }", "{ id: b, at: +2h, when: { event: x }, send: direct, material: m }"));

    [Fact]
    public void That_end_the_run_do_so_whatever_their_outcome() =>
        Assert.Equal(
            ["03-01 12:00 n.a skipped when_false", "03-01 12:00 end n completed"],
            Of("{ id: a, when: never, task: ring, end: true }", "{ id: b, task: ring }"));

    [Fact]
    public void Carry_out_every_act() =>
        Assert.Equal(
            ["03-01 12:00 n.a sent", "03-01 12:00 n.b sent", "03-01 12:00 n.c sent", "03-01 12:00 end n completed"],
            Of("{ id: a, invite: club }", "{ id: b, remove: club }", "{ id: c, call: hook, body: { text: hi } }"));

    [Fact]
    public void That_set_a_tag_start_the_order_over_before_any_further_step() =>
        Assert.Equal(
            [
                "03-01 12:00 start n",
                "03-01 12:00 n.a sent",
                "03-01 12:00 +g/t event:e1",
                "03-01 12:00 start a",
                "03-01 12:00 a.first sent",
                "03-01 12:00 n.b sent",
                "03-01 12:00 end a completed",
                "03-01 12:00 end n completed",
            ],
            World.Of(
                    "group: g, kind: multi, tags: [ { tag: t } ]",
                    "sop: a, trigger: { tag: g/t }, steps: [ { id: first, task: ring } ]",
                    "sop: n, trigger: { event: x }, steps: [ { id: a, tag: g/t }, { id: b, task: ring } ]")
                .Event("03-01 12:00", "e1", "x").Decisions());

    [Fact]
    public void That_set_an_attribute_move_tags_because_of_the_same_cause() =>
        Assert.Equal(
            [
                "03-01 12:00 start n",
                "03-01 13:00 n.a sent",
                "03-01 13:00 +g/vip time",
                "03-01 13:00 n.b sent",
                "03-01 13:00 -g/vip time",
                "03-01 13:00 end n completed",
            ],
            World.Of(
                    "group: g, kind: multi, tags: [ { tag: vip, when: { attribute: tier, is: gold } } ]",
                    "sop: n, trigger: { event: x }, steps: [ { id: a, at: +1h, set: { tier: gold } }, { id: b, set: { tier: null } } ]")
                .Event("03-01 12:00", "e1", "x").Decisions("03-02 00:00"));

    [Fact]
    public void A_message_without_a_friend_is_dropped_where_a_contact_is_required()
    {
        var world = World.WithContactsRequired(
            "sop: n, trigger: { event: x }, steps: [ { id: a, send: direct, material: m }, { id: b, send: sms, material: m }, { id: c, at: +1h, send: direct, material: m } ]");
        Assert.Equal(
            ["03-01 12:00 n.a dropped no_contact", "03-01 12:00 n.b sent", "03-01 13:00 n.c sent"],
            world.Event("03-01 12:00", "e1", "x").Event("03-01 12:30", "e2", "contact.added", "{'member': 'm1'}").Decisions("03-02 00:00")[1..4]);
    }

    [Theory]
    [InlineData("at: +2h", "03-01 14:00", "03-01 23:59:59.999")]
    [InlineData("at: +2h, expires: 12h", "03-01 14:00", "03-02 02:00")]
    [InlineData("at: day 0 09:00, late: send", "03-01 12:00", "03-01 23:59:59.999")]
    [InlineData("at: day 0 09:00, late: send, expires: 1h", "03-01 12:00", "03-01 13:00")]
    public void Tell_until_when_they_may_be_handed_over(string time, string due, string expires)
    {
        var plan = World.Of($"sop: n, trigger: {{ event: x }}, steps: [ {{ id: a, {time}, send: direct, material: m }} ]").Plan;
        var effects = new List<Effect>();
        var state = new CustomerState("u");
        CustomerFold.Fold(plan, state, World.Fact("03-01 12:00", "e1", "x", arrival: 1), World.Time("03-01 12:00"), effects);
        CustomerFold.Wake(plan, state, World.Time("03-02 00:00"), effects);
        var step = Assert.Single(effects.OfType<Effect.StepDecided>());
        Assert.Equal((World.Time(due), World.Time(expires)), (step.DueAt, step.ExpiresAt));
        Assert.Equal("m", Assert.IsType<StepAct.Send>(step.Step.Act).MaterialOf(-1));
    }

    [Fact]
    public void Of_a_zone_that_skips_the_hour_move_forward_by_the_gap()
    {
        // Berlin, 2026-03-29: 02:00 becomes 03:00.
        var change = Facts.Instant.From(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero));
        var berlin = new Facts.ZoneTable("Europe/Berlin", [(long.MinValue, 3_600_000), (change.UnixMs, 7_200_000)]);
        var definitions = World.Parse("sop: n, trigger: { event: x }, steps: [ { id: a, at: day 1 02:30, task: ring } ]");
        var plan = Plan.Compile(definitions, berlin, requireContact: false);
        var state = new CustomerState("u");
        CustomerFold.Fold(plan, state, World.Fact("03-28 20:00", "e1", "x", arrival: 1), World.Time("03-28 20:00"), []);
        Assert.Equal(Facts.Instant.From(new DateTimeOffset(2026, 3, 29, 3, 30, 0, TimeSpan.FromHours(2))), state.NextWakeUp);
    }

    private static string[] Of(params string[] steps) =>
        World.Of($"sop: n, trigger: {{ event: x }}, steps: [ {string.Join(", ", steps)} ]").Event("03-01 12:00", "e1", "x").Decisions("04-01 00:00")[1..];

    /// <summary>Also where a line further down the file tells of an earlier time.</summary>
    [Fact]
    public void What_a_step_sets_gives_way_to_a_later_fact_of_the_same_instant() =>
        Assert.Equal(
            ["03-01 12:00 start s", "03-01 12:00 s.one sent", "03-01 12:00 s.mark sent", "03-01 12:00 +g/hand event:e1", "03-01 12:00 end s completed", "03-01 12:00 -g/hand event:e2", "03-01 12:00 +g/two event:e2"],
            World.Of(
                "group: g, kind: multi, tags: [ { tag: hand }, { tag: two, when: { attribute: n, is: 2 } } ]",
                "sop: s, trigger: { event: x }, steps: [ { id: one, set: { n: 1 } }, { id: mark, tag: g/hand } ]")
                .Event("03-01 11:59", "e0", "y", line: 3).Event("03-01 12:00", "e1", "x", line: 1)
                .Event("03-01 12:00", "e2", "tag.unset", "{'tag': 'g/hand'}", "{'n': 2}", line: 2).Decisions("03-02 00:00"));
}
