using System.Buffers;
using System.Text.Json;
using Shiyu.Engine;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Store;

namespace Shiyu.Runtime.Deliveries;

/// <summary>What Shiyu itself says of what it sends, where that decides something: facts of the log like all others, which nobody else may state.</summary>
internal static class DeliveryEvents
{
    /// <summary>Under which source these events stand in the log.</summary>
    public const string Source = "delivery";

    /// <summary>A message that was decided on is not handed over: it leaves the ledger that budgets count.</summary>
    public static IncomingEvent Refused(Delivery delivery, Identity identity)
    {
        var id = $"refused:{DeliveryIds.ToText(delivery.Id)}";
        var buffer = new ArrayBufferWriter<byte>(384);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("sop", delivery.Sop);
        json.WriteString("step", delivery.Step);
        json.WriteString("run", new RunId(delivery.Run).ToString());
        json.WriteString("delivery", DeliveryIds.ToText(delivery.Id));
        json.WriteString("reason", delivery.Reason);
        json.WriteString("touchpoint", delivery.Touchpoint);
        json.WriteNumber("plannedAt", delivery.PlannedAtMs);
        json.WriteEndObject();
        json.Flush();
        return new IncomingEvent { Id = id, Name = "delivery.refused", Identities = [identity], Payload = buffer.WrittenMemory, Properties = (0, buffer.WrittenCount) };
    }
}
