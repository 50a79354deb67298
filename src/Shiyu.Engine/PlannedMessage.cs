using Shiyu.Engine.Facts;

namespace Shiyu.Engine;

/// <summary>A message that has been decided on and not been handed over.</summary>
/// <param name="PlannedAt">When it was decided on.</param>
/// <param name="Touchpoint">Through what it goes.</param>
public readonly record struct PlannedMessage(Instant PlannedAt, string Touchpoint)
{
    internal bool IsDirect => Touchpoint == "direct";
}
