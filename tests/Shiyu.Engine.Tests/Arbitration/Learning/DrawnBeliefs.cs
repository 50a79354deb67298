using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Arbitration.Learning;

/// <summary>Draws are from hashes of fixed seeds: these are no samples that may fail another day.</summary>
public sealed class DrawnBeliefs
{
    private const int Draws = 40_000;

    [Theory]
    [InlineData(1, 1), InlineData(2, 5), InlineData(0.3, 0.4), InlineData(0.05, 3), InlineData(30, 970), InlineData(4000, 6000)]
    public void Have_the_mean_and_variance_of_a_Beta_distribution(double a, double b)
    {
        var chance = new HashedChance($"moments|{a}|{b}");
        var drawn = Enumerable.Range(0, Draws).Select(_ => BetaSampler.Draw(new BetaBelief(a, b), chance)).ToList();

        var (mean, variance) = (a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1)));
        var average = drawn.Average();
        Assert.Equal(0, (average - mean) / Math.Sqrt(variance / Draws), 4.0);
        // Four standard deviations of a sample's variance, by the distribution's own kurtosis.
        var excess = 6 * (((a - b) * (a - b) * (a + b + 1)) - (a * b * (a + b + 2))) / (a * b * (a + b + 2) * (a + b + 3));
        Assert.Equal(1, drawn.Average(x => (x - average) * (x - average)) / variance, 4 * Math.Sqrt((excess + 2) / Draws));
    }

    [Fact]
    public void Are_the_same_for_the_same_seed()
    {
        double[] Three(string seed)
        {
            var chance = new HashedChance(seed);
            return [.. Enumerable.Range(0, 3).Select(_ => BetaSampler.Draw(new BetaBelief(2, 3), chance))];
        }

        Assert.Equal(Three("a"), Three("a"));
        Assert.NotEqual(Three("a"), Three("b"));
    }

    [Theory]
    // P(X > Y) for X ~ Beta(k, 1) and a uniform Y is E[X] = k / (k + 1).
    [InlineData(1, 1, 1, 1, 1.0 / 2)]
    [InlineData(2, 1, 1, 1, 2.0 / 3)]
    [InlineData(3, 1, 1, 1, 3.0 / 4)]
    // Order statistics: X ~ Beta(2, 2), Y ~ Beta(1, 3): 1 − P(Y > X) = 1 − E[(1 − X)³] = 1 − B(2, 5) / B(2, 2).
    [InlineData(2, 2, 1, 3, 1 - (1.0 / 30) / (1.0 / 6))]
    public void Give_each_arm_its_chance_of_being_the_best(double a, double b, double otherA, double otherB, double chance)
    {
        var arms = ThompsonShares.Of(TwoArms, [Believed(a, b), Believed(otherA, otherB)], margin: 10, lifetime: 0, "two arms");

        // Four standard deviations of 10,000 draws.
        Assert.Equal(chance, (double)arms[0].Share.Parts / Share.Whole, 0.02);
        Assert.Equal(Share.Whole, arms.Sum(arm => arm.Share.Parts));
    }

    [Fact]
    public void Weigh_what_a_conversion_earns_against_what_a_deletion_costs()
    {
        LearnedMessage[] learned = [Believed(100, 900, 50, 950), Believed(80, 920, 1, 999)];

        Assert.True(ThompsonShares.Of(TwoArms, learned, margin: 10, lifetime: 0, "x")[0].Share.Parts > 90_000_000);
        Assert.True(ThompsonShares.Of(TwoArms, learned, margin: 10, lifetime: 100, "x")[0].Share.Parts < 1_000_000);
    }

    [Fact]
    public void Leave_no_arm_without_any_chance() =>
        Assert.Equal(9_998, ThompsonShares.Of(TwoArms, [Believed(1, 9_999), Believed(9_999, 1)], 1, 0, "x")[0].Share.Parts, 1.0);

    private static readonly System.Collections.Immutable.ImmutableArray<SplitArm> TwoArms =
        [new SplitArm("a", new Share(Share.Whole / 2)), new SplitArm("b", new Share(Share.Whole / 2))];

    private static LearnedMessage Believed(double a, double b, double deleteA = 1, double deleteB = 1) =>
        new(new MessageKey("s", "m", ""), default, new BetaBelief(a, b), new BetaBelief(deleteA, deleteB));
}
