using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Arbitration;

/// <summary>What a message is expected to be worth: P(convert) · margin − P(delete) · lifetime value.</summary>
/// <param name="Amount">In the workspace's money.</param>
/// <param name="Delivered">How many delivered messages say so.</param>
/// <param name="Thin">They are too few to go by.</param>
public sealed record MessageValue(double Amount, double Convert, double Delete, long Delivered, bool Thin)
{
    /// <returns>Null where the workspace, the SOP or the log has nothing to say.</returns>
    public static MessageValue? Of(ValueRules? rules, decimal? margin, LearnedMessage? learned)
    {
        if (rules is null || margin is not { } earned || learned is null) return null;
        var (convert, delete) = (learned.Convert.Mean, learned.Delete.Mean);
        return new MessageValue(
            (convert * (double)earned) - (delete * (double)rules.Lifetime), convert, delete, learned.Counts.Delivered, learned.Counts.Delivered < rules.Enough);
    }
}
