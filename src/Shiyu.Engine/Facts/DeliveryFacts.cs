using System.Text.Json;

namespace Shiyu.Engine.Facts;

/// <summary>
/// Shiyu's own word on what it sent: <c>delivery.refused</c> says of a message that was decided on that it was not handed over after all. Its number <c>plannedAt</c> is when it
/// was decided on (Unix ms), its text <c>touchpoint</c> through what it would have gone.
/// </summary>
internal static class DeliveryFacts
{
    public const string Refused = "delivery.refused";

    /// <returns>Null where the properties do not say it.</returns>
    public static PlannedMessage? RefusedOf(EventFact fact)
    {
        if (fact.Properties.IsEmpty) return null;
        using var json = JsonDocument.Parse(fact.Properties);
        return json.RootElement.TryGetProperty("plannedAt", out var at) && at.ValueKind == JsonValueKind.Number && at.TryGetInt64(out var ms)
            && json.RootElement.TryGetProperty("touchpoint", out var touchpoint) && touchpoint.ValueKind == JsonValueKind.String
            ? new PlannedMessage(new Instant(ms), touchpoint.GetString()!)
            : null;
    }
}
