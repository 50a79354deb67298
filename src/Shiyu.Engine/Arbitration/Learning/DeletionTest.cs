namespace Shiyu.Engine.Arbitration.Learning;

/// <summary>
/// Whether a rate is above a bound, asked as often as one likes. The evidence is a mixture of likelihood ratios of rates above the bound against
/// the bound itself (H. Robbins, Ann. Math. Statist. 41 (1970) 1397–1409): while the rate is at the bound or below, it is a non-negative supermartingale that starts at 1, and
/// exceeds 1/α at any time with a chance of at most α (J. Ville 1939). See A. Ramdas, P. Grünwald, V. Vovk and G. Shafer, Statistical Science 38 (2023) 576–601.
/// </summary>
/// <remarks>
/// A deletion comes after its message: those that have not come yet count as none. That only lowers the evidence, which grows with deletions, so the bound holds.
/// </remarks>
public static class DeletionTest
{
    // Rates that would matter, as multiples of the bound; those near it need many messages to be seen, those far above it few.
    private static readonly double[] s_multiples = [1.25, 1.5, 2, 3, 5, 8];

    /// <summary>How much the deletions speak for a rate above the bound: 1 for nothing at all, 100 for a confidence of 99 %.</summary>
    /// <param name="bound">Between 0 and 1.</param>
    public static double Evidence(long delivered, long deleted, double bound)
    {
        var sum = 0.0;
        foreach (var multiple in s_multiples)
        {
            // Half-way to certainty where the multiple would pass it.
            var rate = Math.Min(bound * multiple, (1 + bound) / 2);
            sum += Math.Exp((deleted * Math.Log(rate / bound)) + ((delivered - deleted) * Math.Log((1 - rate) / (1 - bound))));
        }
        return sum / s_multiples.Length;
    }

    /// <param name="confidence">Between 0 and 1.</param>
    public static bool IsAbove(long delivered, long deleted, double bound, double confidence) =>
        Evidence(delivered, deleted, bound) >= 1 / (1 - confidence);
}
