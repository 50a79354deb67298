using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class PausedSops
{
    private const string Head = "sop: s, trigger: { event: x }, reentry: always, ";
    private const string TwoMessages = Head + "steps: [ { id: a, at: +1h, send: direct, material: m }, { id: b, at: +2h, send: direct, material: m } ]";

    [Fact]
    public void Do_not_walk() => Assert.Equal(["03-01 10:00 start s"], Started(TwoMessages).Pause("s", "03-01 10:30").Wake("03-09 10:00").Told());

    [Fact]
    public void Have_no_wake_up_for_what_they_do_not_do() => Assert.Null(Started(TwoMessages).Pause("s", "03-01 10:30").State.NextWakeUp);

    [Fact]
    public void Forget_their_triggers() => Assert.Equal(
        ["03-01 10:00 forgotten s paused", "03-01 11:00 forgotten s paused"],
        new Customer(World.Of(TwoMessages).Plan, "u").Pause("s", "03-01 09:00").Fold("03-01 10:00", "x").Fold("03-01 11:00", "sop.start", "{'sop': 's'}").Told());

    [Fact]
    public void Are_handed_over_to_in_vain() => Assert.Equal(
        ["03-01 10:00 start a", "03-01 10:00 a.go sent", "03-01 10:00 forgotten s paused", "03-01 10:00 end a completed"],
        new Customer(World.Of(TwoMessages.Replace("event: x", "event: other"), "sop: a, trigger: { event: x }, steps: [ { id: go, start: s } ]").Plan, "u")
            .Pause("s", "03-01 09:00").Fold("03-01 10:00", "x").Told());

    [Fact]
    public void Take_nobody_at_their_date_and_not_afterwards() => Assert.Equal(
        ["03-02 00:00 forgotten s paused"],
        new Customer(World.Of("sop: s, trigger: { date: 2026-03-02 }, steps: [ { id: a, at: day 0 10:00, task: t } ]").Plan, "u").Fold("03-01 10:00", "x")
            .Pause("s", "03-01 11:00").Wake("03-02 09:00").Resume("s", "03-02 09:30").Wake("03-09 00:00").Told());

    [Theory]
    [InlineData("goal: { event: paid }", "paid", "03-01 12:00 end s goal")]
    [InlineData("exit: { event: paid }", "paid", "03-01 12:00 end s exit")]
    [InlineData("exit: { event: paid, last: { at_least: 1h } }", "paid", "03-01 13:00 end s exit")]
    [InlineData("window: 2h", "other", "03-01 12:00 end s window")]
    public void End_all_the_same(string ending, string name, string told)
    {
        var customer = Started($"{Head}{ending}, steps: [ {{ id: a, at: +1h, send: direct, material: m }}, {{ id: b, at: +9d, task: t }} ]").Pause("s", "03-01 10:30");
        Assert.Equal(["03-01 10:00 start s", told], customer.Fold("03-01 12:00", name).Wake("03-02 10:00").Resume("s", "03-02 11:00").Wake("03-20 00:00").Told());
    }

    [Fact]
    public void Before_a_step_of_the_same_instant_keep_it() =>
        Assert.Equal(["03-01 10:00 start s"], Started(TwoMessages).Pause("s", "03-01 11:00").Wake("03-01 11:00").Told());

    [Fact]
    public void After_a_fact_of_the_same_instant_come_too_late_for_what_it_settled() => Assert.Equal(
        ["03-01 10:00 start s", "03-01 11:00 s.a sent"], Started(TwoMessages).Fold("03-01 11:00", "other").Pause("s", "03-01 11:00").Wake("03-02 11:00").Told());

    [Fact]
    public void Before_a_fact_of_the_same_instant_keep_the_step() => Assert.Equal(
        ["03-01 10:00 start s"], Started(TwoMessages).Pause("s", "03-01 11:00").Fold("03-01 11:00", "other").Wake("03-02 11:00").Told());

    [Fact]
    public void After_a_fact_that_waited_for_the_same_instant_come_too_late_for_what_it_settled() => Assert.Equal(
        ["03-01 10:00 start s", "03-01 11:00 s.a sent"],
        Started(TwoMessages).Fold("03-01 10:58", "other", occurredAt: "03-01 11:00").Pause("s", "03-01 11:00").Wake("03-02 11:00").Told());

    [Fact]
    public void Resumed_send_what_became_due_meanwhile_because_of_the_definition()
    {
        var customer = Started(TwoMessages).Pause("s", "03-01 10:30");
        customer.Told();
        customer.Resume("s", "03-01 13:00");
        Assert.All(customer.Effects, effect => Assert.Equal(Cause.Definition, effect is Effect.StepDecided step ? step.Cause : ((Effect.RunEnded)effect).Cause));
        Assert.Equal(["03-01 13:00 s.a sent", "03-01 13:00 s.b sent", "03-01 13:00 end s completed"], customer.Told());
    }

    [Fact]
    public void Resumed_drop_what_expired_meanwhile() => Assert.Equal(
        ["03-02 09:00 s.a dropped expired", "03-02 09:00 s.b sent", "03-02 09:00 end s completed"],
        Resumed(Head + "steps: [ { id: a, at: +1h, send: direct, material: m }, { id: b, at: +2h, expires: 2d, send: direct, material: m } ]", "03-02 09:00"));

    /// <summary>Exactly the last instant is in time.</summary>
    [Theory]
    [InlineData("03-01 13:00", "sent")]
    [InlineData("03-01 13:00:00.001", "dropped expired")]
    public void Resumed_send_up_to_the_last_instant(string at, string outcome) =>
        Assert.Equal($"{at} s.a {outcome}", Resumed(Head + "steps: [ { id: a, at: +1h, expires: 2h, send: direct, material: m } ]", at)[0]);

    [Fact]
    public void Resumed_skip_as_late_only_what_would_have_been_late_without_a_pause() => Assert.Equal(
        ["03-01 13:00 s.a sent", "03-01 13:00 s.b skipped late", "03-01 13:00 s.c sent", "03-01 13:00 end s completed"],
        Resumed(
            Head + "steps: [ { id: a, at: +2h, send: direct, material: m }, { id: b, at: +1h, send: direct, material: m }, { id: c, send: direct, material: m } ]",
            "03-01 13:00"));

    [Fact]
    public void Resumed_go_on_at_the_usual_times() => Assert.Equal(
        ["03-01 11:30 s.a sent", "03-01 12:00 s.b sent", "03-01 12:00 end s completed"], Resumed(TwoMessages, "03-01 11:30", then: "03-01 12:00"));

    [Fact]
    public void Resumed_before_anything_became_due_have_changed_nothing() => Assert.Equal(
        ["03-01 11:00 s.a sent", "03-01 12:00 s.b sent", "03-01 12:00 end s completed"], Resumed(TwoMessages, "03-01 10:59", drop: true, then: "03-01 12:00"));

    [Fact]
    public void Resumed_to_drop_drop_messages_and_carry_out_the_rest() => Assert.Equal(
        [
            "03-01 13:00 s.a dropped paused", "03-01 13:00 s.t sent", "03-01 13:00 s.mark sent", "03-01 13:00 +g/h definition", "03-01 13:00 s.c dropped paused",
            "03-01 14:00 s.d sent", "03-01 14:00 end s completed",
        ],
        Resumed(
            [
                "group: g, kind: multi, tags: [ { tag: h } ]",
                Head + """
                    steps: [ { id: a, at: +1h, send: direct, material: m }, { id: t, task: ring }, { id: mark, at: +2h, tag: g/h },
                      { id: c, send: direct, material: m }, { id: d, at: +4h, send: direct, material: m } ]
                    """,
            ],
            "03-01 13:00", drop: true, then: "03-01 14:00"));

    /// <summary>A fact goes before a wake-up of the same instant: the step is not what the pause kept.</summary>
    [Fact]
    public void Resumed_to_drop_at_the_very_instant_of_a_step_send_it() => Assert.Equal(
        ["03-01 11:00 s.a sent", "03-01 12:00 s.b sent", "03-01 12:00 end s completed"], Resumed(TwoMessages, "03-01 11:00", drop: true, then: "03-01 12:00"));

    [Theory]
    [InlineData(false, "03-02 09:00 s.a sent")]
    [InlineData(true, "03-02 09:00 s.a dropped paused")]
    public void Resumed_decide_a_message_whose_slot_came_meanwhile(bool drop, string told) => Assert.Equal(
        ["03-01 23:00 start s", "03-01 23:00 s.a deferred quiet_hours", told, "03-02 09:00 end s completed"],
        new Customer(World.Of("workspace: main, quiet_hours: { from: \"22:00\", to: \"08:00\" }", Head + "steps: [ { id: a, expires: 2d, send: direct, material: m } ]").Plan, "u")
            .Fold("03-01 23:00", "x").Pause("s", "03-01 23:30").Wake("03-02 08:30").Resume("s", "03-02 09:00", drop).Told());

    [Fact]
    public void Resumed_compete_for_the_slot() => Assert.Equal(
        ["03-01 13:00 s.a sent", "03-01 13:00 s.b deferred cap:day", "03-02 00:00 s.b sent", "03-02 00:00 end s completed"],
        Resumed(["workspace: main, caps: { day: 1 }", TwoMessages.Replace("+2h,", "+2h, expires: 2d,")], "03-01 13:00", then: "03-02 00:00"));

    [Theory]
    [InlineData(false, "s.yes sent")]
    [InlineData(true, "s.yes dropped paused")]
    public void Know_what_they_waited_for_when_it_came_meanwhile(bool drop, string told)
    {
        var customer = Started(Waiting).Pause("s", "03-01 10:30").Fold("03-01 11:00", "reply").Wake("03-01 13:00");
        Assert.Equal(["03-01 10:00 start s", "03-01 10:00 s.w waiting → w"], customer.Told());
        Assert.Equal(["03-01 13:00 s.w met → yes", $"03-01 13:00 {told}", "03-01 13:00 end s completed"], customer.Resume("s", "03-01 13:00", drop).Told());
    }

    [Fact]
    public void Know_that_it_did_not_come() => Assert.Equal(
        ["03-01 10:00 start s", "03-01 10:00 s.w waiting → w", "03-01 14:00 s.w timed_out → no", "03-01 14:00 s.no sent", "03-01 14:00 end s completed"],
        // After the time-out, though the pause kept it from being decided.
        Started(Waiting).Pause("s", "03-01 10:30").Fold("03-01 13:00", "reply").Resume("s", "03-01 14:00").Told());

    [Fact]
    public void Begin_a_wait_that_they_reach_then_when_they_reach_it() => Assert.Equal(
        ["03-01 13:00 s.a sent", "03-01 13:00 s.w waiting → w", "03-01 15:00 s.w timed_out → b", "03-01 15:00 s.b sent", "03-01 15:00 end s completed"],
        Resumed(
            Head + "steps: [ { id: a, at: +1h, task: t }, { id: w, wait: reply, for: 2h }, { id: b, send: direct, material: m } ]", "03-01 13:00", drop: true, then: "03-01 15:00"));

    [Fact]
    public void Stay_paused_when_definitions_are_applied()
    {
        const string Other = Head + "steps: [ { id: w, wait: reply, for: 9d, then: yes, else: no }, { id: yes, task: t, end: true }, { id: no, task: t } ]";
        var customer = Started(Waiting).Pause("s", "03-01 10:30").Fold("03-01 11:00", "reply");
        var paused = World.Of(Other).Plan.With(new Dictionary<string, SopPause> { ["s"] = customer.Plan.Pause("s") });
        customer.Redefine(paused, "03-01 12:00").Wake("03-01 23:00").Told();
        Assert.Equal(["03-01 23:30 s.w met → yes", "03-01 23:30 s.yes sent", "03-01 23:30 end s completed"], customer.Resume("s", "03-01 23:30").Told());
    }

    [Fact]
    public void Whose_wait_is_gone_do_not_go_by_what_it_knew()
    {
        var customer = Started(Waiting).Pause("s", "03-01 10:30").Fold("03-01 11:00", "reply");
        var paused = World.Of(Head + "steps: [ { id: no, at: +9h, task: t } ]").Plan.With(new Dictionary<string, SopPause> { ["s"] = customer.Plan.Pause("s") });
        customer.Redefine(paused, "03-01 12:00").Resume("s", "03-01 13:00").Told();
        Assert.Equal(["03-01 19:00 s.no sent", "03-01 19:00 end s completed"], customer.Wake("03-01 19:00").Told());
    }

    [Fact]
    public void Leave_other_sops_alone() => Assert.Equal(
        ["03-01 10:00 start s", "03-01 10:00 start t", "03-01 11:00 t.a sent", "03-01 11:00 end t completed"],
        new Customer(World.Of(TwoMessages, "sop: t, trigger: { event: x }, steps: [ { id: a, at: +1h, send: direct, material: m } ]").Plan, "u")
            .Fold("03-01 10:00", "x").Pause("s", "03-01 10:30").Wake("03-02 10:00").Told());

    /// <summary>Whatever the customer's history: a pause that is over at the same instant decides nothing and leaves nothing behind.</summary>
    [Fact]
    public void That_are_resumed_at_once_have_changed_nothing()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var world = new RandomWorld(seed, inOrder: true);
            var plan = Plan.Compile(world.Parse(), World.Shanghai, world.RequireContact);
            var (kept, paused) = (new CustomerState("u"), new CustomerState("u"));
            var (told, toldPaused) = (new List<Effect>(), new List<Effect>());
            foreach (var (at, fact) in world.Arrivals)
            {
                CustomerFold.Fold(plan, kept, fact, at, told);
                CustomerFold.Fold(plan, paused, fact, at, toldPaused);
                var all = plan.With(world.Parse().Sops.ToDictionary(sop => sop.Name, _ => new SopPause(at, null)));
                CustomerFold.Repause(plan, all, paused, at, toldPaused);
                CustomerFold.Repause(all, plan, paused, at, toldPaused);
            }
            Assert.True(told.Select(World.Told).SequenceEqual(toldPaused.Select(World.Told)), world.ToString());
            Assert.Equal(Bytes(plan, kept), Bytes(plan, paused));
        }
    }

    private const string Waiting = Head + """
        steps: [ { id: w, wait: reply, for: 2h, then: yes, else: no }, { id: yes, send: direct, material: m, end: true }, { id: no, send: direct, material: m, end: true } ]
        """;

    private static Customer Started(params string[] definitions) => new Customer(World.Of(definitions).Plan, "u").Fold("03-01 10:00", "x");

    private static string[] Resumed(string definition, string at, bool drop = false, string? then = null) => Resumed([definition], at, drop, then);

    /// <summary>Entered at 10:00, paused from 10:30: what was told from then on.</summary>
    private static string[] Resumed(string[] definitions, string at, bool drop = false, string? then = null)
    {
        var customer = Started(definitions).Pause("s", "03-01 10:30");
        customer.Told();
        return customer.Resume("s", at, drop).Wake(then ?? at).Told();
    }

    private static byte[] Bytes(Plan plan, CustomerState state)
    {
        var written = new System.Buffers.ArrayBufferWriter<byte>();
        state.Write(plan, written);
        return written.WrittenSpan.ToArray();
    }
}
