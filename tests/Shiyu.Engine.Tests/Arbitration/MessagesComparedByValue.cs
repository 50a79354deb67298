using System.Collections.Immutable;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Arbitration;

public sealed class MessagesComparedByValue
{
    private const string Shop = "workspace: main, caps: { day: 1 }, value: { lifetime: 200, enough: 100 }";

    [Fact]
    public void Go_by_what_they_earn_less_what_they_cost()
    {
        // a: 0.10 · 50 − 0.01 · 200 = 3; b: 0.02 · 100 − 0.001 · 200 = 1.8, though its priority is higher.
        var contest = Contest(
            [Shop, Sop("a", "margin: 50, priority: 10"), Sop("b", "margin: 100, priority: 90")], Learned("a", 500, 0.10, 0.01), Learned("b", 500, 0.02, 0.001));

        Assert.Equal(WonBy.Value, contest.WonBy);
        Assert.Equal(["a 3.00", "b 1.80"], contest.Contenders.Select(each => FormattableString.Invariant($"{each.Sop} {each.Value!.Amount:0.00}")));
        Assert.Equal(World.Time("02-28 04:00"), contest.LearnedAt);
    }

    [Fact]
    public void Go_by_priority_while_evidence_is_thin_of_any_of_the_class()
    {
        var contest = Contest(
            [Shop, Sop("a", "margin: 50, priority: 10"), Sop("b", "margin: 100, priority: 90")], Learned("a", 500, 0.10, 0.01), Learned("b", 99, 0.02, 0.001));

        Assert.Equal(WonBy.Priority, contest.WonBy);
        Assert.Equal([("b", true), ("a", false)], contest.Contenders.Select(each => (each.Sop, each.Value!.Thin)));
    }

    [Fact]
    public void Have_enough_evidence_from_exactly_enough_on() => Assert.Equal(WonBy.Value, Contest(
        [Shop, Sop("a", "margin: 50, priority: 10"), Sop("b", "margin: 100, priority: 90")], Learned("a", 100, 0.10, 0.01), Learned("b", 100, 0.02, 0.001)).WonBy);

    [Fact]
    public void Go_by_priority_where_one_of_them_says_no_margin() => Assert.Equal(WonBy.Priority, Contest(
        [Shop, Sop("a", "margin: 50, priority: 10"), Sop("b", "priority: 90")], Learned("a", 500, 0.10, 0.01), Learned("b", 500, 0.02, 0.001)).WonBy);

    [Fact]
    public void Go_by_class_before_value()
    {
        var contest = Contest(
            [Shop, Sop("a", "margin: 50, class: broadcast"), Sop("b", "margin: 1")], Learned("a", 500, 0.10, 0.01), Learned("b", 500, 0.02, 0.001));

        Assert.Equal((WonBy.Class, "b"), (contest.WonBy!.Value, contest.Contenders[0].Sop));
    }

    [Fact]
    public void Are_worth_to_a_customer_what_they_are_in_the_customers_segment()
    {
        string[] files =
        [
            Shop.Replace("enough", "segments: stage, enough", StringComparison.Ordinal),
            "group: stage, kind: exclusive, tags: [ { tag: new, when: { event: x } } ]",
            Sop("a", "margin: 50"), Sop("b", "margin: 50"),
        ];
        var contest = Contest(files, Learned("a", 500, 0.10, 0, "new"), Learned("a", 500, 0.01, 0), Learned("b", 500, 0.05, 0, "new"), Learned("b", 500, 0.2, 0));

        Assert.Equal(("new", "a"), (contest.Segment, contest.Contenders[0].Sop));
    }

    private static SlotContest Contest(string[] files, params LearnedMessage[] learned)
    {
        var plan = World.Of(files).Plan.With(new ValueTable(World.Time("02-28 04:00"), [.. learned], []));
        var effects = new Customer(plan, "u").Fold("03-01 12:00", "x").Effects;
        return effects.OfType<Effect.StepDecided>().First().Contest!;
    }

    private static LearnedMessage Learned(string sop, long delivered, double convert, double delete, string segment = "") => new(
        new MessageKey(sop, "m", segment), new OutcomeCounts(delivered, 0, 0), new BetaBelief(convert * 1000, (1 - convert) * 1000),
        new BetaBelief(delete * 1000, (1 - delete) * 1000));

    private static string Sop(string name, string more) =>
        $"sop: {name}, trigger: {{ event: x }}, {more}, steps: [ {{ id: m, expires: 3d, send: direct, material: m }} ]";
}
