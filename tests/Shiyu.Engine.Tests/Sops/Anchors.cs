using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class Anchors
{
    private const string Holidays = "calendar: c, holidays: [ { title: spring, from: 2026-03-04, to: 2026-03-06 } ], workdays: [ 2026-03-07 ], cohorts: { camp-12: 2026-03-05 }";

    [Fact]
    public void An_events_own_date() => Assert.Equal(
        ["03-01 12:00 start s", "03-09 10:00 s.remind sent", "03-09 10:00 end s completed"],
        World.Of("sop: s, trigger: { event: coupon }, anchor: { property: expires.on }, steps: [ { id: remind, at: day -1 10:00, send: direct, material: m } ]")
            .Event("03-01 12:00", "e1", "coupon", "{'expires': {'on': '2026-03-10'}}").Decisions("03-20 00:00"));

    [Theory]
    [InlineData("{}")]
    [InlineData("{'expires': 20260310}")]
    [InlineData("{'expires': 'soon'}")]
    public void Without_a_date_no_run_starts(string properties)
    {
        var customer = new Customer(
            World.Of("sop: s, trigger: { event: coupon }, anchor: { property: expires }, steps: [ { id: remind, at: day -1 10:00, send: direct, material: m } ]").Plan, "u");

        Assert.Equal(["03-01 12:00 forgotten s no_anchor"], customer.Fold("03-01 12:00", "coupon", properties).Told());
    }

    [Fact]
    public void A_birthday_comes_round_every_year() => Assert.Equal(
        ["03-01 12:00 start s", "03-05 09:00 s.wish sent", "03-05 09:00 end s completed"],
        World.Of("sop: s, trigger: { event: hello }, anchor: { attribute: birthday, yearly: true }, steps: [ { id: wish, at: day 0 09:00, send: direct, material: m } ]")
            .Event("03-01 12:00", "e1", "hello", attributes: "{'birthday': '1990-03-05'}").Decisions("03-20 00:00"));

    [Fact]
    public void A_step_before_the_anchor_that_is_past_at_entry_is_late() => Assert.Equal(
        ["03-04 12:00 start s", "03-04 12:00 s.early skipped late", "03-05 09:00 s.wish sent", "03-05 09:00 end s completed"],
        World.Of("sop: s, trigger: { event: hello }, anchor: { attribute: birthday }, steps: [ { id: early, at: day -3 09:00, send: direct, material: m }, { id: wish, at: day 0 09:00, send: direct, material: m } ]")
            .Event("03-04 12:00", "e1", "hello", attributes: "{'birthday': '2026-03-05T18:00'}").Decisions("03-20 00:00"));

    [Fact]
    public void A_lunar_festival_is_the_first_from_the_day_of_entry_on() => Assert.Equal(
        ["03-03 23:00 start s", "03-03 23:30 s.wish sent", "03-03 23:30 end s completed"],
        World.Of("sop: s, trigger: { event: hello }, anchor: { lunar: 正月十五 }, steps: [ { id: wish, at: day 0 23:30, send: direct, material: m } ]")
            .Event("03-03 23:00", "e1", "hello").Decisions("03-20 00:00"));

    [Fact]
    public void A_date_takes_everyone_who_exists_when_the_day_of_its_first_step_begins() => Assert.Equal(
        ["03-03 00:00 a start s", "03-03 00:00 b start s", "03-03 20:00 a s.tease sent", "03-03 20:00 b s.tease sent", "03-05 10:00 a s.launch sent", "03-05 10:00 a end s completed",
            "03-05 10:00 b s.launch sent", "03-05 10:00 b end s completed"],
        Named(World.Of("sop: s, trigger: { date: 2026-03-05 }, steps: [ { id: tease, at: day -2 20:00, send: direct, material: m }, { id: launch, at: day 0 10:00, send: direct, material: m } ]")
            .Event("03-01 12:00", "e1", "x", customer: "a").Event("03-03 00:00", "e2", "x", customer: "b").Event("03-03 00:01", "e3", "x", customer: "c").Decisions("03-20 00:00")));

    [Fact]
    public void A_cohort_takes_its_date_from_the_calendar_and_only_those_who_fit() => Assert.Equal(
        ["03-05 00:00 start s", "03-05 10:00 s.open sent", "03-05 10:00 end s completed"],
        World.Of(Holidays, "sop: s, trigger: { cohort: camp-12 }, when: { event: enrolled }, steps: [ { id: open, at: day 0 10:00, send: direct, material: m } ]")
            .Event("03-01 12:00", "e1", "enrolled").Decisions("03-20 00:00"));

    [Theory]
    [InlineData("workday 0 10:00", "03-03 10:00")]
    [InlineData("workday 1 10:00", "03-07 10:00")]
    [InlineData("workday 2 10:00", "03-09 10:00")]
    public void Working_days_follow_the_calendar(string at, string due) => Assert.Equal(
        ["03-03 09:00 start s", $"{due} s.call sent", $"{due} end s completed"],
        World.Of(Holidays, $"sop: s, trigger: {{ event: x }}, steps: [ {{ id: call, at: {at}, task: call }} ]").Event("03-03 09:00", "e1", "x").Decisions("03-20 00:00"));

    [Fact]
    public void Workday_0_of_a_weekend_is_the_next_working_day() => Assert.Equal(
        ["03-01 09:00 start s", "03-02 10:00 s.call sent", "03-02 10:00 end s completed"],
        World.Of("sop: s, trigger: { event: x }, steps: [ { id: call, at: workday 0 10:00, task: call } ]").Event("03-01 09:00", "e1", "x").Decisions("03-20 00:00"));

    [Fact]
    public void A_message_that_avoids_holidays_keeps_its_clock_time() => Assert.Equal(
        ["03-03 09:00 start s", "03-07 09:30 s.news sent", "03-07 09:30 end s completed"],
        World.Of(Holidays, "sop: s, trigger: { event: x }, steps: [ { id: news, at: day 1 09:30, avoid: holidays, send: direct, material: m } ]")
            .Event("03-03 09:00", "e1", "x").Decisions("03-20 00:00"));

    private static string[] Named(string[] lines) => [.. lines.Select(line =>
    {
        var (customer, rest) = (line[..1], line[2..]);
        return rest.Insert("03-03 00:00".Length, " " + customer);
    })];
}
