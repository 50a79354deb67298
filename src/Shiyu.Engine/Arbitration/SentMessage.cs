using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Arbitration;

/// <summary>A message in a customer's ledger: what budgets count.</summary>
/// <param name="Capped">It is of a class that caps count.</param>
/// <param name="Direct">It went through WeCom's mass message, which the quota counts.</param>
internal readonly record struct SentMessage(Instant At, bool Capped, bool Direct)
{
    // The longest that any budget looks back is a calendar month.
    private static readonly Duration s_kept = Duration.Days(32);

    /// <summary>Notes one message more in a ledger that is in order of time; what no budget looks back to is forgotten.</summary>
    public static void Note(ref Few<SentMessage> ledger, SentMessage added)
    {
        var oldest = added.At - s_kept;
        var forgotten = 0;
        while (forgotten < ledger.Length && ledger[forgotten].At <= oldest) forgotten++;
        ledger.Remove(0, forgotten);
        ledger.Add(added);
    }

    /// <summary>The ledger without one message that was decided on at an instant; as it is where there is none.</summary>
    public static SentMessage[] Without(SentMessage[] ledger, Instant at, bool direct)
    {
        var index = Array.FindIndex(ledger, sent => sent.At == at && sent.Direct == direct);
        return index < 0 ? ledger : [.. ledger[..index], .. ledger[(index + 1)..]];
    }

    public static SentMessage[] Merge(SentMessage[] a, SentMessage[] b) => a.Length == 0 ? b : b.Length == 0 ? a : [.. a.Concat(b).OrderBy(sent => sent.At.UnixMs)];
}
