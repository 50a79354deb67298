using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Shiyu.Server.Webhooks;

/// <summary>A delivery that was tried and is to be tried again.</summary>
/// <param name="Tries">How often it was tried since <paramref name="FirstAtMs"/>.</param>
/// <param name="FirstAtMs">Unix ms, wall time, as all instants here: a receiver's trouble has nothing to do with business time.</param>
internal sealed record WebhookTry(string Webhook, long Sequence, int Tries, long FirstAtMs, long NextAtMs, string Reason)
{
    /// <summary>When to try again after a try that failed now; null when the time for it is over.</summary>
    /// <param name="asked">How long the receiver asks to wait; null when it does not say.</param>
    public long? After(string id, long nowMs, TimeSpan? asked, WebhookOptions options)
    {
        var doubled = options.FirstDelay * Math.Pow(2, Math.Min(Tries - 1, 30));
        var longest = doubled < options.LongestDelay ? doubled : options.LongestDelay;
        // Between half and all of it, so that those that failed together do not come back together; drawn from a hash, as all chance is.
        var delay = longest * (0.5 + (Draw(id, Tries) / 2));
        if (asked > delay) delay = asked.Value;
        var next = nowMs + (long)delay.TotalMilliseconds;
        return next - FirstAtMs <= options.TriesFor.TotalMilliseconds ? next : null;
    }

    private static double Draw(string id, int tries)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"webhook|{id}|{tries}"), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) / 18_446_744_073_709_551_616d;
    }
}

/// <summary>A delivery that no receiver took.</summary>
/// <param name="Reason"><c>http:503</c>, <c>timeout</c>, <c>unreachable</c>, <c>private_address</c> or <c>own_address</c>.</param>
internal sealed record DeadLetter(string Webhook, long Sequence, int Tries, long FirstAtMs, long DiedAtMs, string Reason);
