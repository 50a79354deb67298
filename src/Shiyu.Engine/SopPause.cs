using Shiyu.Engine.Facts;

namespace Shiyu.Engine;

/// <summary>Whether an SOP is paused, and what its resumptions did away with.</summary>
/// <param name="Since">Since when it is paused; null while it is not.</param>
/// <param name="DroppedAt">The last resumption that dropped what had become due meanwhile: messages planned before it no longer go. Null when there was none.</param>
public sealed record SopPause(Instant? Since, Instant? DroppedAt)
{
    /// <summary>Of an SOP that was never paused.</summary>
    public static readonly SopPause None = new(null, null);
}
