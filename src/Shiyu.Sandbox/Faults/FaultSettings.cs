namespace Shiyu.Sandbox.Faults;

/// <summary>What is wrong with the stand-in just now; everything zero is healthy.</summary>
/// <param name="SlowMs">Wall milliseconds before a call's work begins, 0 to 600,000.</param>
/// <param name="Fail5xxRate">Share of calls answered 503 with no work done, 0 to 1.</param>
/// <param name="DropAnswerRate">Share of calls whose work is done and whose connection is then cut, 0 to 1.</param>
/// <param name="Paths">Only paths that begin so; null or empty: every <c>/cgi-bin/</c> path.</param>
/// <param name="Seed">Draws the chances: the same seed and the same calls meet the same faults.</param>
internal sealed record FaultSettings(int SlowMs = 0, double Fail5xxRate = 0, double DropAnswerRate = 0, IReadOnlyList<string>? Paths = null, ulong Seed = 1)
{
    /// <summary>Why these faults cannot be set; null when they can.</summary>
    public string? Refusal() =>
        SlowMs is < 0 or > 600_000 ? $"slowMs is {SlowMs}; allowed: 0 to 600000."
        : !(Fail5xxRate is >= 0 and <= 1) ? $"fail5xxRate is {Fail5xxRate}; allowed: 0 to 1."
        : !(DropAnswerRate is >= 0 and <= 1) ? $"dropAnswerRate is {DropAnswerRate}; allowed: 0 to 1."
        : null;
}
