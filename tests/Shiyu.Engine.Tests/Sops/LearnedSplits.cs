using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Tests.Laws;

namespace Shiyu.Engine.Tests.Sops;

public sealed class LearnedSplits
{
    private const string Sop = "sop: s, trigger: { event: x }, steps: [ { id: c, split: thompson, send: direct, material: { a: ten, b: twenty } } ]";

    [Fact]
    public void Start_with_equal_shares()
    {
        var plan = World.Of(Sop).Plan;
        var drawn = Customers(1_000).Select(customer => Draw(plan, customer)).ToList();

        Assert.All(drawn, arm => Assert.Equal(new Share(50_000_000), arm.Propensity));
        Assert.InRange(drawn.Count(arm => arm.ArmName == "a"), 440, 560);
    }

    [Fact]
    public void Draw_each_arm_with_the_share_that_was_learned_and_say_with_which()
    {
        var plan = World.Of(Sop).Plan.With(new ValueTable(World.Time("02-28 04:00"), [], [Split("a", 90, "b", 10)]));
        var drawn = Customers(1_000).Select(customer => Draw(plan, customer)).ToList();

        Assert.InRange(drawn.Count(arm => arm.ArmName == "a"), 870, 930);
        Assert.All(drawn, arm => Assert.Equal(arm.ArmName == "a" ? "90%" : "10%", arm.Propensity.ToString()));
    }

    [Fact]
    public void Go_on_with_equal_shares_where_other_arms_were_learned_about()
    {
        var plan = World.Of(Sop).Plan.With(new ValueTable(World.Time("02-28 04:00"), [], [Split("a", 90, "c", 10)]));

        Assert.Equal("50%", Draw(plan, "u").Propensity.ToString());
    }

    [Fact]
    public void Learn_from_what_came_of_each_arm()
    {
        var definitions = World.Parse(Sop);
        var table = Learner.Learn(
            definitions,
            new Dictionary<MessageKey, OutcomeCounts> { [new("s", "ten", "")] = new(1_000, 20, 0), [new("s", "twenty", "")] = new(1_000, 90, 0) }, World.Time("03-01 04:00"));

        var arms = table.ArmsOf("s", definitions.Sops[0].Steps[0], "");
        Assert.Equal(["a", "b"], arms.Select(arm => arm.Name));
        Assert.True(arms[1].Share.Parts > 99_000_000);
    }

    private static LearnedSplit Split(string one, int share, string other, int otherShare) =>
        new("s", "c", "", [new(one, new Share(share * 1_000_000L)), new(other, new Share(otherShare * 1_000_000L))]);

    private static IEnumerable<string> Customers(int n) => Enumerable.Range(0, n).Select(i => $"c{i}");

    private static Effect.StepDecided Draw(Plan plan, string customer) =>
        new Customer(plan, customer).Fold("03-01 12:00", "x").Effects.OfType<Effect.StepDecided>().Single();
}
