using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Arbitration;

public sealed class MessagesThatWantOneSlot
{
    private const string OneADay = "workspace: main, quiet_hours: { from: \"22:00\", to: \"08:00\" }, caps: { day: 1 }";

    [Fact]
    public void Go_by_class_then_priority_then_name_and_the_losers_say_to_whom_they_lost() => Assert.Equal(
        [
            "03-01 12:00 d.m sent", "03-01 12:00 c.m sent", "03-01 12:00 b.m deferred lost_to:c/m", "03-01 12:00 a.m deferred lost_to:c/m",
        ],
        Messages(World.Of(
            OneADay,
            Sop("a", "class: broadcast, priority: 99"), Sop("b", "priority: 60"), Sop("c", "priority: 70"), Sop("d", "class: service, priority: 1"))
            .Event("03-01 12:00", "e1", "x")).Take(4));

    [Fact]
    public void That_were_deferred_compete_again_instead_of_flooding_the_morning() => Assert.Equal(
        [
            "03-01 23:00 b.m deferred quiet_hours", "03-01 23:00 a.m deferred quiet_hours", "03-02 08:00 b.m sent", "03-02 08:00 a.m deferred lost_to:b/m",
            "03-03 08:00 a.m sent",
        ],
        Messages(World.Of(OneADay, Sop("a", "priority: 10"), Sop("b", "priority: 20")).Event("03-01 23:00", "e1", "x")));

    [Fact]
    public void Lose_it_to_an_exit_that_comes_first() => Assert.Equal(
        ["03-01 23:00 a.m deferred quiet_hours"],
        Messages(World.Of(OneADay, Sop("a", "exit: { event: paid }")).Event("03-01 23:00", "e1", "x").Event("03-02 07:00", "e2", "paid")));

    [Fact]
    public void Keep_the_steps_behind_them_waiting() => Assert.Equal(
        ["03-01 23:00 s.m deferred quiet_hours", "03-02 08:00 s.m sent", "03-02 08:00 s.t sent"],
        World.Of(OneADay, "sop: s, trigger: { event: x }, steps: [ { id: m, expires: 3d, send: direct, material: m }, { id: t, task: ring } ]")
            .Event("03-01 23:00", "e1", "x").Decisions("12-31 00:00").Where(line => line.Contains(" s.", StringComparison.Ordinal)).ToArray());

    [Fact]
    public void Do_not_stand_in_each_others_way_where_nothing_is_limited() => Assert.Equal(
        ["03-01 12:00 a.m sent", "03-01 12:00 b.m sent"],
        Messages(World.Of(Sop("a", "priority: 1"), Sop("b", "priority: 2")).Event("03-01 12:00", "e1", "x")));

    [Fact]
    public void Each_know_who_else_wanted_it_and_why_the_winner_won()
    {
        var told = Contests(World.Of(OneADay, Sop("a", "priority: 60"), Sop("b", "priority: 60"), Sop("c", "class: broadcast, priority: 99")).Event("03-01 12:00", "e1", "x"));

        const string Contest = "(name: a/m sent, b/m deferred lost_to:a/m until 03-02 08:00, c/m deferred lost_to:a/m until 03-02 08:00)";
        Assert.Equal([Contest, Contest, Contest, "(class: b/m sent, c/m deferred lost_to:b/m until 03-03 08:00)"], told.Take(4));
    }

    [Fact]
    public void Say_of_no_contest_where_one_alone_wanted_it() =>
        Assert.Equal([""], Contests(World.Of(OneADay, Sop("a", "priority: 60")).Event("03-01 12:00", "e1", "x")));

    private static string Sop(string name, string more) =>
        $"sop: {name}, trigger: {{ event: x }}, {more}, steps: [ {{ id: m, expires: 3d, send: direct, material: m }} ]";

    private static string[] Messages(World world) =>
        [.. world.Decisions("12-31 00:00").Where(line => line.Contains(".m ", StringComparison.Ordinal))];

    private static string[] Contests(World world) =>
        [.. world.Effects("12-31 00:00").Where(effect => effect is Effect.StepDecided).Select(effect => World.ToldContest(effect).Trim())];
}
