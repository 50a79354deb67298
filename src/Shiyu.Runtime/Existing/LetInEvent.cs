using System.Globalization;
using System.Text.Json;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.ByHand;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Existing;

/// <summary>An existing customer's turn as the event <c>sop.let_in</c>. Its id follows from the letting-in and the customer.</summary>
internal static class LetInEvent
{
    /// <summary>Under which source these events stand in the log.</summary>
    public const string Source = "existing";

    public static IncomingEvent Of(LettingIn letting, long customer, Identity identity)
    {
        var number = letting.Number.ToString(CultureInfo.InvariantCulture);
        return HandEvent.Of(
            $"let-in:{letting.Sop}:{number}:{CustomerNumber.ToText(customer)}", ReservedNames.LetIn, identity, ("sop", letting.Sop), ("letting", number));
    }

    /// <summary>Which letting-in of which SOP it belongs to; null where that cannot be told.</summary>
    public static (string Sop, string Number)? Read(EventFact fact)
    {
        using var properties = JsonDocument.Parse(fact.Properties);
        return properties.RootElement.TryGetProperty("sop", out var sop) && properties.RootElement.TryGetProperty("letting", out var number)
            ? (sop.GetString()!, number.GetString()!)
            : null;
    }
}
