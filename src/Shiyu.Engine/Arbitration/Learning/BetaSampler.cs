namespace Shiyu.Engine.Arbitration.Learning;

/// <summary>
/// Draws from Beta distributions exactly, as the share of one of two Gamma variates. Gamma by G. Marsaglia and W. W. Tsang, "A simple method for generating
/// gamma variables", ACM Trans. Math. Softw. 26 (2000) 363–372; normal variates by G. E. P. Box and M. E. Muller (1958).
/// </summary>
public static class BetaSampler
{
    public static double Draw(BetaBelief belief, HashedChance chance)
    {
        // In logarithms: with shapes far below 1 both variates may be too small for a double.
        var (a, b) = (LogGamma(belief.A, chance), LogGamma(belief.B, chance));
        return 1 / (1 + Math.Exp(b - a));
    }

    /// <summary>The logarithm of a Gamma variate with scale 1.</summary>
    private static double LogGamma(double shape, HashedChance chance)
    {
        // Below 1 the method does not apply: Gamma(k) is Gamma(k + 1) · U^(1/k).
        if (shape < 1) return LogGamma(shape + 1, chance) + (Math.Log(chance.Next()) / shape);
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = Normal(chance);
            var v = 1 + (c * x);
            if (v <= 0) continue;
            v = v * v * v;
            if (Math.Log(chance.Next()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v))) return Math.Log(d * v);
        }
    }

    private static double Normal(HashedChance chance) =>
        Math.Sqrt(-2 * Math.Log(chance.Next())) * Math.Cos(2 * Math.PI * chance.Next());
}
