using System.Text.Json;

namespace Shiyu.Runtime.Intake;

/// <summary>One message of Segment's API as it is read: the values that every message needs, and where the others stand.</summary>
internal struct SegmentItem
{
    public SegmentCall Call;
    public string? Name;
    public string? UserId;
    public string? AnonymousId;
    public string? MessageId;
    public string? WriteKey;
    public long? TimestampMs;
    public long? OriginalTimestampMs;
    public JsonRange Whole;
    public JsonRange Type;
    public JsonRange Properties;
    public JsonRange Traits;
    public JsonRange Context;
    public JsonRange PageName;
    public JsonRange Category;
    public JsonRange GroupId;
    public JsonRange PreviousId;

    /// <summary>The first thing wrong with it.</summary>
    public ItemFault? Fault;

    /// <summary>Reads the object at the reader up to its end.</summary>
    /// <param name="route">The call that the route names; none inside a batch.</param>
    public static SegmentItem Read(ref Utf8JsonReader reader, SegmentCall route, ParseContext context)
    {
        var item = new SegmentItem { Call = route };
        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            item.ReadField(ref reader, route, context);
        item.Whole = new JsonRange(start, (int)reader.BytesConsumed - start);
        return item;
    }

    private void ReadField(ref Utf8JsonReader reader, SegmentCall route, ParseContext context)
    {
        var name = reader.ValueSpan;
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("type"u8):
                reader.Read();
                Type = JsonRange.Take(ref reader);
                if (route == SegmentCall.None && reader.TokenType == JsonTokenType.String)
                    Call = SegmentCalls.Parse(reader.ValueSpan);
                break;
            case 5 when name.SequenceEqual("event"u8):
                reader.Read();
                ReadName(ref reader, context);
                break;
            case 6 when name.SequenceEqual("userId"u8):
                reader.Read();
                ReadIdentity(ref reader, "userId", out UserId);
                break;
            case 11 when name.SequenceEqual("anonymousId"u8):
                reader.Read();
                ReadIdentity(ref reader, "anonymousId", out AnonymousId);
                break;
            case 9 when name.SequenceEqual("messageId"u8):
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                    Fault ??= ItemRules.ReadKey(ref reader, "event.bad_id", "messageId", out MessageId);
                break;
            case 9 when name.SequenceEqual("timestamp"u8):
                reader.Read();
                Fault ??= ItemRules.ReadTime(ref reader, "timestamp", context, ref TimestampMs);
                break;
            case 17 when name.SequenceEqual("originalTimestamp"u8):
                reader.Read();
                Fault ??= ItemRules.ReadTime(ref reader, "originalTimestamp", context, ref OriginalTimestampMs);
                break;
            case 8 when name.SequenceEqual("writeKey"u8):
                reader.Read();
                WriteKey = reader.TokenType == JsonTokenType.String && JsonText.Read(ref reader, out var key) == TextFault.None ? key : null;
                reader.Skip();
                break;
            case 10 when name.SequenceEqual("properties"u8): reader.Read(); Properties = JsonRange.Take(ref reader); break;
            case 6 when name.SequenceEqual("traits"u8): reader.Read(); Traits = JsonRange.Take(ref reader); break;
            case 7 when name.SequenceEqual("context"u8): reader.Read(); Context = JsonRange.Take(ref reader); break;
            case 4 when name.SequenceEqual("name"u8): reader.Read(); PageName = JsonRange.Take(ref reader); break;
            case 8 when name.SequenceEqual("category"u8): reader.Read(); Category = JsonRange.Take(ref reader); break;
            case 7 when name.SequenceEqual("groupId"u8): reader.Read(); GroupId = JsonRange.Take(ref reader); break;
            case 10 when name.SequenceEqual("previousId"u8): reader.Read(); PreviousId = JsonRange.Take(ref reader); break;
            default: reader.Read(); reader.Skip(); break;
        }
        // A second fault is not kept, but its value still has to be passed over.
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            reader.Skip();
    }

    private void ReadName(ref Utf8JsonReader reader, ParseContext context)
    {
        if (reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueSpan.Length is > 0 and <= IntakeLimits.TextCharactersMax)
            Name = context.Names.Map(reader.ValueSpan);
        else if (reader.TokenType != JsonTokenType.Null)
        {
            string? name = null;
            Fault ??= ItemRules.ReadKey(ref reader, "event.bad_name", "event", out name);
            Name = name is null ? null : context.Names.Map(name);
        }
    }

    /// <summary>Null and the empty text are no identity.</summary>
    private void ReadIdentity(ref Utf8JsonReader reader, string field, out string? value)
    {
        value = null;
        if (reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty))
            return;
        var fault = ItemRules.ReadIdentity(ref reader, field, out value);
        Fault ??= fault;
    }
}
