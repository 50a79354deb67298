namespace Shiyu.Engine.Arbitration.Learning;

/// <summary>What is believed of a rate: a Beta distribution.</summary>
/// <param name="A">Above 0: as if so many had.</param>
/// <param name="B">Above 0: as if so many had not.</param>
public readonly record struct BetaBelief(double A, double B)
{
    public double Mean => A / (A + B);

    /// <summary>The belief after so many more were seen: the Beta distribution is conjugate to the binomial.</summary>
    public BetaBelief Seen(long successes, long of) => new(A + successes, B + (of - successes));

    /// <summary>A belief with the same mean that counts as so many seen.</summary>
    public BetaBelief Weighing(double weight) => new(Mean * weight, (1 - Mean) * weight);
}
