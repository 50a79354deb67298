using System.Text.Json;

namespace Shiyu.Runtime.Intake.Sensors;

/// <summary>One record of a SensorsData client as it is read: the values that every record needs, and where the others stand.</summary>
internal struct SensorsItem
{
    public string? Type;
    public string? Event;
    public string? DistinctId;
    public string? OriginalId;
    public string? LoginId;
    public string? AnonymousId;
    public long? TimeMs;
    public JsonRange TrackId;
    public JsonRange Identities;
    public JsonRange Properties;
    public JsonRange Library;
    public JsonRange Whole;

    /// <summary>The first thing wrong with it.</summary>
    public ItemFault? Fault;

    /// <summary>Reads the object at the reader up to its end.</summary>
    public static SensorsItem Read(ref Utf8JsonReader reader)
    {
        var item = new SensorsItem();
        var start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            item.ReadField(ref reader);
        item.Whole = new JsonRange(start, (int)reader.BytesConsumed - start);
        return item;
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("type"u8)) ReadText(ref reader, "event.unknown_type", "type", out Type);
        else if (reader.ValueTextEquals("event"u8)) ReadText(ref reader, "event.bad_name", "event", out Event);
        else if (reader.ValueTextEquals("distinct_id"u8)) ReadIdentity(ref reader, "distinct_id", out DistinctId);
        else if (reader.ValueTextEquals("original_id"u8)) ReadIdentity(ref reader, "original_id", out OriginalId);
        else if (reader.ValueTextEquals("login_id"u8)) ReadIdentity(ref reader, "login_id", out LoginId);
        else if (reader.ValueTextEquals("anonymous_id"u8)) ReadIdentity(ref reader, "anonymous_id", out AnonymousId);
        else if (reader.ValueTextEquals("time"u8)) ReadTime(ref reader);
        else if (reader.ValueTextEquals("_track_id"u8)) TrackId = Take(ref reader);
        else if (reader.ValueTextEquals("identities"u8)) Identities = Take(ref reader);
        else if (reader.ValueTextEquals("properties"u8)) Properties = Take(ref reader);
        else if (reader.ValueTextEquals("lib"u8)) Library = Take(ref reader);
        else reader.Skip();
    }

    private static JsonRange Take(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonRange.Take(ref reader);
    }

    private void ReadText(ref Utf8JsonReader reader, string code, string field, out string? text)
    {
        reader.Read();
        text = null;
        if (reader.TokenType != JsonTokenType.Null)
            Fault ??= ItemRules.ReadKey(ref reader, code, field, out text);
        reader.Skip();
    }

    /// <summary>Null and the empty text are no identity.</summary>
    private void ReadIdentity(ref Utf8JsonReader reader, string field, out string? value)
    {
        reader.Read();
        value = null;
        if (reader.TokenType != JsonTokenType.Null && !(reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty))
            Fault ??= ItemRules.ReadIdentity(ref reader, field, out value);
        reader.Skip();
    }

    private void ReadTime(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var ms) && ms >= 0)
            TimeMs = ms;
        else if (reader.TokenType != JsonTokenType.Null)
            Fault ??= new ItemFault("event.unreadable_time", "time", JsonText.Show(reader.ValueSpan, 100), "a whole number of milliseconds since 1970, or null");
        reader.Skip();
    }
}
