using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Arbitration.Learning;

/// <summary>To which message something that happened later is put down: the last one before it, unless that is too long ago.</summary>
public static class Attribution
{
    /// <param name="delivered">When messages were delivered, ascending.</param>
    /// <returns>By message: whether one of the happenings is put down to it. At the message's very instant counts, and so does exactly <paramref name="within"/>.</returns>
    public static bool[] Of(ReadOnlySpan<Instant> delivered, IEnumerable<Instant> happened, Duration within)
    {
        var caused = new bool[delivered.Length];
        foreach (var at in happened)
        {
            var last = delivered.Length - 1;
            while (last >= 0 && delivered[last] > at) last--;
            if (last >= 0 && at - delivered[last] <= within) caused[last] = true;
        }
        return caused;
    }
}
