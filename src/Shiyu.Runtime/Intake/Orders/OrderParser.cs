using System.Runtime.InteropServices;
using System.Text.Json;

namespace Shiyu.Runtime.Intake.Orders;

/// <summary>Reads what a shop's order system tells: one order that has come to a state, or a list of them. docs/orders.md describes the form.</summary>
public static class OrderParser
{
    /// <summary>Orders that one request may hold.</summary>
    public const int OrdersMax = 500;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 2 + IntakeLimits.EventDepthMax };

    /// <param name="body">Must not change as long as the events live.</param>
    public static ParsedRequest Parse(ReadOnlyMemory<byte> body, ParseContext context)
    {
        var result = new ParsedRequest();
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Array && root.GetArrayLength() <= OrdersMax)
            {
                var index = 0;
                foreach (var order in root.EnumerateArray())
                    Take(order, index++);
            }
            else if (root.ValueKind == JsonValueKind.Object)
            {
                Take(root, 0);
            }
            else
            {
                result.Fault = BodyFaults.NotAnObject(body.Span) with { Allowed = $"one order, or a list of at most {OrdersMax}" };
            }
        }
        catch (JsonException malformed)
        {
            result.Fault = BodyFaults.Malformed(body.Span, malformed);
        }
        return result;

        void Take(JsonElement order, int index)
        {
            var bytes = JsonMarshal.GetRawUtf8Value(order);
            IncomingEvent? made = null;
            var fault = ItemRules.FaultOf(bytes, isUtf8: false, measureDepth: false) ?? OrderMapping.Map(order, bytes, context, out made);
            if (fault is null)
                result.Events.Add(made!);
            else
                result.Rejected.Add(fault.At(context.Source, index, bytes));
        }
    }
}
