using System.Text;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class HandOversAndChance
{
    [Fact]
    public void Another_sop_starts_at_once_and_the_tag_of_its_trigger_does_not_hold_it() => Assert.Equal(
        ["03-01 12:00 start a", "03-01 12:00 a.go sent", "03-01 12:00 start b", "03-01 12:00 end a completed", "03-01 14:00 b.hello sent", "03-01 14:00 end b completed"],
        World.Of(
            "group: g, kind: multi, tags: [ { tag: t, when: { event: never-seen } } ]",
            "sop: a, trigger: { event: x }, steps: [ { id: go, start: b } ]",
            "sop: b, trigger: { tag: g/t }, steps: [ { id: hello, at: +2h, task: hello } ]").Event("03-01 12:00", "e1", "x").Decisions("03-05 00:00"));

    [Fact]
    public void A_hand_over_is_sent_also_where_nobody_is_taken() => Assert.Equal(
        ["03-01 12:00 start a", "03-01 12:00 a.go sent", "03-01 12:00 end a completed"],
        World.Of(
            "sop: a, trigger: { event: x }, steps: [ { id: go, start: b } ]",
            "sop: b, trigger: manual, when: never, steps: [ { id: hello, task: hello } ]").Event("03-01 12:00", "e1", "x").Decisions("03-05 00:00"));

    [Fact]
    public void A_person_starts_a_run_by_hand() => Assert.Equal(
        ["03-01 12:00 start b", "03-01 12:00 b.hello sent", "03-01 12:00 end b completed"],
        World.Of("sop: b, trigger: manual, steps: [ { id: hello, task: hello } ]").Event("03-01 12:00", "e1", "sop.start", "{'sop': 'b'}").Decisions("03-05 00:00"));

    [Fact]
    public void A_ring_that_one_sop_stops_is_told_and_ends()
    {
        var files = new[]
        {
            "sop: a, trigger: { event: x }, reentry: always, steps: [ { id: go, start: b } ]",
            "sop: b, trigger: manual, steps: [ { id: back, start: a } ]",
        };

        var parsed = DefinitionParser.Parse([.. files.Select((text, i) => new DefinitionFile($"{i}.yaml", Flow.Read(text)))]);
        Assert.Equal("definition.ring", Assert.Single(parsed.Warnings).Code);
        Assert.Equal(
            ["03-01 12:00 start a", "03-01 12:00 a.go sent", "03-01 12:00 start b", "03-01 12:00 b.back sent", "03-01 12:00 end a completed", "03-01 12:00 end b completed"],
            World.Of(files).Event("03-01 12:00", "e1", "x").Decisions("03-05 00:00"));
    }

    [Fact]
    public void A_ring_without_an_end_is_refused_at_the_step_that_hands_over()
    {
        var parsed = DefinitionParser.Parse(
        [
            new DefinitionFile("a.yaml", Flow.Read("sop: a, trigger: { event: x }, reentry: always, steps: [ { id: hello, task: hello }, { id: go, start: b } ]")),
            new DefinitionFile("b.yaml", Flow.Read("sop: b, trigger: manual, reentry: always, steps: [ { id: back, start: a } ]")),
        ]);

        var refusal = Assert.Single(parsed.Refusals);
        Assert.Equal(("definition.cycle", "steps[1].start", "go"), (refusal.Code, refusal.Path, refusal.Step));
        Assert.StartsWith("a.yaml:1: steps[1].start (step 'go'): found the ring a → b → a", refusal.ToString());
    }

    [Fact]
    public void Held_out_runs_walk_silently_and_end_as_the_others()
    {
        var world = World.Of(
            "group: g, kind: multi, tags: [ { tag: t } ]",
            """
            sop: s, trigger: { event: x }, holdout: 100%, goal: { event: paid }, steps: [
              { id: mark, tag: g/t }, { id: w, wait: reply, for: 2h, then: yes, else: no }, { id: yes, task: t, end: true }, { id: no, send: direct, material: m, end: true } ]
            """);

        Assert.Equal(
            ["03-01 12:00 start s", "03-01 12:00 s.mark holdout held_out", "03-01 14:00 s.no holdout held_out", "03-01 14:00 end s completed"],
            world.Event("03-01 12:00", "e1", "x").Decisions("03-05 00:00"));
    }

    /// <summary>u of 1,000 customers, reckoned apart from the engine.</summary>
    [Fact]
    public void Shares_and_arms_follow_the_published_hash()
    {
        var world = World.Of(
            "workspace: main, salt: pepper",
            "sop: s, trigger: { event: x }, holdout: 10%, steps: [ { id: offer, split: { a: 20%, b: 80% }, send: direct, material: { a: m1, b: m2 } } ]");
        for (var i = 0; i < 1000; i++) world.Event("03-01 12:00", $"e{i}", "x", customer: $"u{i:000}");

        var told = world.Decisions("03-02 00:00").Where(line => line.Contains("s.offer", StringComparison.Ordinal)).ToList();

        var expected = Enumerable.Range(0, 1000).Select(i => $"u{i:000}").Select(customer =>
            $"{customer} 03-01 12:00 s.offer " + (U("holdout", customer) < 0.1 ? "holdout held_out" : $"sent arm {(U("offer", customer) < 0.2 ? "a" : "b")}"));
        Assert.Equal(expected, told);
        Assert.InRange(told.Count(line => line.EndsWith("arm a", StringComparison.Ordinal)), 120, 240);

        static double U(string purpose, string customer) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(
            System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes($"pepper|s|{purpose}|{customer}"))) / Math.Pow(2, 64);
    }

    [Theory]
    [InlineData("正月初一", "2026-02-17", "2027-02-06")]
    [InlineData("五月初五", "2026-06-19", "2027-06-09")]
    [InlineData("八月十五", "2026-09-25", "2027-09-15")]
    [InlineData("除夕", "2026-02-16", "2027-02-05")]
    public void Lunar_days_fall_where_the_almanac_says(string text, string first, string second)
    {
        Assert.True(LunarDay.TryParse(text, out var day));
        Assert.Equal(text, day.ToString());
        foreach (var (entry, expected) in ((string, string)[])[("2026-01-01", first), (first, first)])
            Assert.Equal(expected, Found(day, entry));
        Assert.Equal(second, Found(day, DateOnly.Parse(first).AddDays(1).ToString("yyyy-MM-dd")));
    }

    /// <summary>Newspapers told it in 2024: from 2025 to 2029 no year has a thirtieth of its last month.</summary>
    [Fact]
    public void A_thirtieth_waits_for_a_long_month()
    {
        Assert.True(LunarDay.TryParse("腊月三十", out var day));
        Assert.Equal("2030-02-02", Found(day, "2025-01-01"));
    }

    private static string Found(LunarDay day, string from)
    {
        var epoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        return DateOnly.FromDayNumber((int)day.FirstFrom(DateOnly.Parse(from).DayNumber - epoch)!.Value + epoch).ToString("yyyy-MM-dd");
    }
}
