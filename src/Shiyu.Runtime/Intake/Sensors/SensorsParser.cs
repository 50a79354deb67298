using System.Text.Json;
using System.Text.Unicode;

namespace Shiyu.Runtime.Intake.Sensors;

/// <summary>Reads records of SensorsData clients: a list, or one alone. Events point into the JSON, which must not change as long as they live.</summary>
public static class SensorsParser
{
    public static ParsedRequest Parse(ReadOnlyMemory<byte> json, ParseContext context)
    {
        try
        {
            return Read(json, context);
        }
        catch (JsonException malformed)
        {
            return new ParsedRequest { Fault = BodyFaults.Malformed(json.Span, malformed) };
        }
    }

    private static ParsedRequest Read(ReadOnlyMemory<byte> json, ParseContext context)
    {
        var result = new ParsedRequest();
        var isUtf8 = Utf8.IsValid(json.Span);
        var reader = new Utf8JsonReader(json.Span, ItemRules.AnyDepth);
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Take(SensorsItem.Read(ref reader), 0);
                break;
            case JsonTokenType.StartArray:
                for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
                    Take(reader.TokenType == JsonTokenType.StartObject ? SensorsItem.Read(ref reader) : new SensorsItem { Whole = JsonRange.Take(ref reader) }, index);
                break;
            default:
                result.Fault = BodyFaults.NotAnObject(json.Span);
                break;
        }
        // Anything after the value is a JsonException of the reader's own.
        while (reader.Read())
        {
        }
        return result;

        void Take(in SensorsItem item, int index)
        {
            var bytes = item.Whole.Of(json.Span);
            IncomingEvent? made = null;
            var fault = ItemRules.FaultOf(bytes, isUtf8, measureDepth: true) ?? SensorsMapping.Map(item, json, context, result.Events, out made);
            if (fault is null)
                result.Events.Add(made!);
            else
                result.Rejected.Add(fault.At(context.Source, index, bytes));
            if (index == 0 && item.Library.Member("$lib"u8, json.Span) is { Length: > 2 } library)
                result.Library = JsonText.Show(library.Of(json.Span)[1..^1], 40);
        }
    }
}
