using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Arbitration;

public sealed class BudgetsOfACustomer
{
    private const string Night = "workspace: main, quiet_hours: { from: \"22:00\", to: \"08:00\" }";

    [Theory]
    [InlineData("03-01 21:59", "03-01 21:59 s.m sent")]
    [InlineData("03-01 22:00", "03-01 22:00 s.m deferred quiet_hours", "03-02 08:00 s.m sent")]
    [InlineData("03-02 07:59:59.999", "03-02 07:59:59.999 s.m deferred quiet_hours", "03-02 08:00 s.m sent")]
    [InlineData("03-02 08:00", "03-02 08:00 s.m sent")]
    public void Quiet_hours_begin_and_end_on_the_minute(string at, params string[] told) => Assert.Equal(
        told, Messages(World.Of(Night, "sop: s, trigger: { event: x }, steps: [ { id: m, expires: 12h, send: direct, material: m } ]").Event(at, "e1", "x")));

    [Fact]
    public void A_message_whose_moment_is_over_by_its_next_slot_is_dropped_at_once() => Assert.Equal(
        ["03-01 22:30 s.m dropped quiet_hours"],
        Messages(World.Of(Night, "sop: s, trigger: { event: x }, steps: [ { id: m, send: direct, material: m } ]").Event("03-01 22:30", "e1", "x")));

    [Fact]
    public void A_step_may_ask_not_to_be_deferred() => Assert.Equal(
        ["03-01 22:30 s.m dropped quiet_hours"],
        Messages(World.Of(Night, "sop: s, trigger: { event: x }, steps: [ { id: m, expires: 2d, defer: false, send: direct, material: m } ]").Event("03-01 22:30", "e1", "x")));

    [Fact]
    public void Service_passes_caps_and_quiet_hours_and_uses_none_up() => Assert.Equal(
        ["03-01 22:30 a.m sent", "03-01 22:40 a.m sent", "03-02 12:00 s.m sent"],
        Messages(World.Of(
            Night + ", caps: { day: 1, gap: 20h }",
            "sop: a, trigger: { event: asked }, class: service, reentry: always, steps: [ { id: m, send: direct, material: m } ]",
            "sop: s, trigger: { event: x }, steps: [ { id: m, send: direct, material: m } ]")
            .Event("03-01 22:30", "e1", "asked").Event("03-01 22:40", "e2", "asked").Event("03-02 12:00", "e3", "x")));

    [Fact]
    public void A_day_is_the_calendars_and_a_week_is_any_seven_days() => Assert.Equal(
        [
            "03-01 12:00 s.m sent", "03-01 18:00 s.m deferred cap:day", "03-02 00:00 s.m sent", "03-03 12:00 s.m deferred cap:week", "03-08 12:00 s.m sent",
        ],
        Messages(World.Of(
            "workspace: main, caps: { day: 1, week: 2 }",
            "sop: s, trigger: { event: x }, reentry: always, steps: [ { id: m, expires: 10d, send: sms, material: m } ]")
            .Event("03-01 12:00", "e1", "x").Event("03-01 18:00", "e2", "x").Event("03-03 12:00", "e3", "x")));

    [Fact]
    public void Exactly_the_gap_is_enough() => Assert.Equal(
        ["03-01 12:00 s.m sent", "03-02 08:00 s.m sent", "03-02 09:00 s.m deferred cap:gap", "03-03 04:00 s.m sent"],
        Messages(World.Of(
            "workspace: main, caps: { gap: 20h }", "sop: s, trigger: { event: x }, reentry: always, steps: [ { id: m, expires: 10d, send: sms, material: m } ]")
            .Event("03-01 12:00", "e1", "x").Event("03-02 08:00", "e2", "x").Event("03-02 09:00", "e3", "x")));

    [Theory]
    [InlineData("per: day, count: 1", "quota:day", "03-03 00:00")]
    [InlineData("per: week, count: 1", "quota:week", "03-09 00:00")]
    [InlineData("per: month, count: 1", "quota:month", "04-01 00:00")]
    public void WeComs_quota_binds_direct_messages_of_every_class(string quota, string reason, string next) => Assert.Equal(
        ["03-02 12:00 s.m sent", $"03-02 13:00 s.m deferred {reason}", "03-02 14:00 t.m sent", $"{next} s.m sent"],
        Messages(World.Of(
            $"workspace: main, quota: {{ {quota} }}",
            "sop: s, trigger: { event: x }, class: service, reentry: always, steps: [ { id: m, expires: 60d, send: direct, material: m } ]",
            "sop: t, trigger: { event: y }, steps: [ { id: m, send: sms, material: m } ]")
            .Event("03-02 12:00", "e1", "x").Event("03-02 13:00", "e2", "x").Event("03-02 14:00", "e3", "y")));

    [Fact]
    public void As_many_as_the_month_has_days()
    {
        var world = World.Of(
            "workspace: main, quota: { per: month, days: true }", "sop: s, trigger: { event: x }, reentry: always, steps: [ { id: m, expires: 60d, send: direct, material: m } ]");
        for (var i = 0; i < 29; i++) world.Event("02-10 12:00", $"e{i}", "x");

        var told = Messages(world);

        Assert.Equal(28, told.Count(line => line.StartsWith("02-10", StringComparison.Ordinal) && line.EndsWith("sent", StringComparison.Ordinal)));
        Assert.Equal(["02-10 12:00 s.m deferred quota:month", "03-01 00:00 s.m sent"], told[28..]);
    }

    private static string[] Messages(World world) =>
        [.. world.Decisions("12-31 00:00").Where(line => line.Contains(".m ", StringComparison.Ordinal))];
}
