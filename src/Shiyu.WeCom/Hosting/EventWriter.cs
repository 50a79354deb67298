using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Shiyu.Runtime.Intake;

namespace Shiyu.WeCom.Hosting;

/// <summary>Makes an event of the log in the same JSON form that senders use, so that all events read alike.</summary>
internal static class EventWriter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = Api.RawUtf8Encoder.Instance };

    /// <param name="properties">Writes members of the properties object; null for none.</param>
    /// <param name="attributes">Writes members of the attributes object; null for none.</param>
    public static IncomingEvent Event(
        string id, string name, long occurredAtMs, Identity[] identities, Action<Utf8JsonWriter>? properties, Action<Utf8JsonWriter>? attributes = null)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", name);
        json.WriteString("occurredAt",
            DateTimeOffset.FromUnixTimeMilliseconds(occurredAtMs).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteStartObject("identities");
        foreach (var identity in identities) json.WriteString(identity.Kind.Name(), identity.Value);
        json.WriteEndObject();
        var propertyRange = WriteObject(json, "properties", properties);
        var attributeRange = WriteObject(json, "attributes", attributes);
        json.WriteEndObject();
        json.Flush();
        return new IncomingEvent
        {
            Id = id,
            Name = name,
            OccurredAtMs = occurredAtMs,
            Identities = identities,
            Payload = buffer.WrittenMemory,
            Properties = propertyRange,
            Attributes = attributeRange,
        };
    }

    private static (int Start, int Length) WriteObject(Utf8JsonWriter json, string name, Action<Utf8JsonWriter>? members)
    {
        if (members is null) return default;
        json.WritePropertyName(name);
        // The writer counts the comma or colon before a value with the name, so this is where the brace stands.
        var start = (int)(json.BytesCommitted + json.BytesPending);
        json.WriteStartObject();
        members(json);
        json.WriteEndObject();
        return (start, (int)(json.BytesCommitted + json.BytesPending) - start);
    }
}
