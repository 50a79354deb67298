using System.Collections.Immutable;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Arbitration.Learning;

/// <summary>
/// Thompson sampling (W. R. Thompson, Biometrika 25 (1933) 285–294) draws from the belief of each arm and takes the best. As long as the beliefs stand, that is
/// the same as drawing an arm with its chance of being the best (probability matching: O. Chapelle and L. Li, NIPS 2011). So the
/// chances are worked out once for a table and are a part of it: what is logged as an arm's propensity is what it was drawn with, and one hash draws it.
/// </summary>
public static class ThompsonShares
{
    private const int Draws = 10_000;

    /// <param name="beliefs">By arm.</param>
    /// <param name="margin">What a conversion earns.</param>
    /// <param name="lifetime">What a deletion costs.</param>
    /// <param name="seed">The same seed gives the same shares.</param>
    /// <returns>The arms with their chances of being worth most, never 0: an arm that is never drawn could never be found to have become better.</returns>
    public static ImmutableArray<SplitArm> Of(
        ImmutableArray<SplitArm> arms, IReadOnlyList<LearnedMessage> beliefs, double margin, double lifetime, string seed)
    {
        var chance = new HashedChance(seed);
        var wins = new long[arms.Length];
        for (var draw = 0; draw < Draws; draw++)
        {
            var (best, worth) = (0, double.NegativeInfinity);
            for (var arm = 0; arm < arms.Length; arm++)
            {
                var value = BetaSampler.Draw(beliefs[arm].Convert, chance) * margin;
                if (lifetime > 0) value -= BetaSampler.Draw(beliefs[arm].Delete, chance) * lifetime;
                if (value > worth) (best, worth) = (arm, value);
            }
            wins[best]++;
        }
        return Shares(arms, wins);
    }

    /// <summary>(wins + 1) of (draws + arms), rounded down; what is left over belongs to the arm that won most.</summary>
    private static ImmutableArray<SplitArm> Shares(ImmutableArray<SplitArm> arms, long[] wins)
    {
        var parts = Array.ConvertAll(wins, won => (won + 1) * Share.Whole / (Draws + arms.Length));
        parts[Array.IndexOf(wins, wins.Max())] += Share.Whole - parts.Sum();
        return [.. arms.Select((arm, i) => arm with { Share = new Share(parts[i]) })];
    }
}
