using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class WaitsAndBranches
{
    private const string Waits = """
        sop: s, trigger: { event: begin }, steps: [
          { id: ask, send: direct, material: m },
          { id: answer, wait: { event: reply, where: { kind: text } }, for: 24h, then: talk, else: coupon },
          { id: talk, task: talk, end: true },
          { id: coupon, send: direct, material: m } ]
        """;

    [Fact]
    public void An_answer_leads_on_at_once() => Assert.Equal(
        ["03-01 12:00 start s", "03-01 12:00 s.ask sent", "03-01 15:00 s.talk sent", "03-01 15:00 end s completed"],
        World.Of(Waits).Event("03-01 12:00", "e1", "begin").Event("03-01 14:00", "e2", "reply", "{'kind': 'voice'}")
            .Event("03-01 15:00", "e3", "reply", "{'kind': 'text'}").Decisions("03-05 00:00"));

    [Fact]
    public void An_answer_at_the_very_end_of_the_span_counts() => Assert.Equal(
        ["03-01 12:00 start s", "03-01 12:00 s.ask sent", "03-02 12:00 s.talk sent", "03-02 12:00 end s completed"],
        World.Of(Waits).Event("03-01 12:00", "e1", "begin").Event("03-02 12:00", "e2", "reply", "{'kind': 'text'}").Decisions("03-05 00:00"));

    [Fact]
    public void Silence_times_out() => Assert.Equal(
        ["03-01 12:00 start s", "03-01 12:00 s.ask sent", "03-02 12:00 s.coupon sent", "03-02 12:00 end s completed"],
        World.Of(Waits).Event("03-01 12:00", "e1", "begin").Event("03-02 12:00:00.001", "e2", "reply", "{'kind': 'text'}").Decisions("03-05 00:00"));

    [Fact]
    public void A_late_answer_counts_while_the_time_out_is_not_decided()
    {
        var customer = new Customer(World.Of(Waits).Plan, "u");

        Assert.Equal(
            ["03-01 12:00 start s", "03-01 12:00 s.ask sent", "03-01 12:00 s.answer waiting → answer", "03-02 11:00 s.answer met → talk",
                "03-02 11:00 s.talk sent", "03-02 11:00 end s completed"],
            customer.Fold("03-01 12:00", "begin").Fold("03-02 11:00", "reply", "{'kind': 'text'}", occurredAt: "03-01 13:00").Told());
    }

    [Fact]
    public void An_answer_from_before_the_wait_does_not_count()
    {
        var customer = new Customer(World.Of(Waits).Plan, "u");

        Assert.Equal(
            ["03-01 12:00 start s", "03-01 12:00 s.ask sent", "03-01 12:00 s.answer waiting → answer", "03-02 12:00 s.answer timed_out → coupon",
                "03-02 12:00 s.coupon sent", "03-02 12:00 end s completed"],
            customer.Fold("03-01 12:00", "begin").Fold("03-01 13:00", "reply", "{'kind': 'text'}", occurredAt: "03-01 11:00").Wake("03-05 00:00").Told());
    }

    [Fact]
    public void A_wait_with_a_time_begins_then() => Assert.Equal(
        ["03-01 12:00 start s", "03-02 11:00 s.yes sent", "03-02 11:00 end s completed"],
        World.Of("sop: s, trigger: { event: begin }, steps: [ { id: w, at: day 1 10:00, wait: { event: reply }, for: 2h, then: yes, else: no }, "
            + "{ id: yes, task: yes, end: true }, { id: no, task: no } ]")
            .Event("03-01 12:00", "e1", "begin").Event("03-02 09:00", "e2", "reply").Event("03-02 11:00", "e3", "reply").Decisions("03-05 00:00"));

    [Theory]
    [InlineData(5, "low")]
    [InlineData(50, "middle")]
    [InlineData(500, "high")]
    public void A_branch_takes_the_first_way_whose_condition_holds(int points, string way) => Assert.Equal(
        ["03-01 12:00 start s", $"03-01 12:00 s.{way} sent", "03-01 12:00 end s completed"],
        World.Of("""
            sop: s, trigger: { event: begin }, steps: [
              { id: b, branch: [ { when: { attribute: points, at_least: 100 }, then: high }, { when: { attribute: points, at_least: 10 }, then: middle } ], else: low },
              { id: high, task: t, end: true }, { id: middle, task: t, end: true }, { id: low, task: t } ]
            """).Event("03-01 12:00", "e1", "begin", attributes: $"{{'points': {points}}}").Decisions("03-05 00:00"));

    [Fact]
    public void A_last_wait_ends_the_run_when_it_is_over() => Assert.Equal(
        ["03-01 12:00 start s", "03-01 14:00 end s completed"],
        World.Of("sop: s, trigger: { event: begin }, steps: [ { id: w, wait: reply, for: 2h } ]").Event("03-01 12:00", "e1", "begin").Decisions("03-05 00:00"));
}
