using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.ByHand;

/// <summary>A person's act as an event, in the same JSON form that senders use, so that all events read alike.</summary>
internal static class HandEvent
{
    /// <summary>Under which source these events stand in the log.</summary>
    public const string Source = "hand";

    // Chinese stays readable on the timeline. It is JSON, never spliced into HTML.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="properties">Those with a null value are left out.</param>
    public static IncomingEvent Of(string id, string name, Identity identity, params ReadOnlySpan<(string Name, string? Value)> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer, Readable);
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", name);
        json.WriteStartObject("identities");
        json.WriteString(identity.Kind.Name(), identity.Value);
        json.WriteEndObject();
        json.WritePropertyName("properties");
        // The writer counts the colon with the name, so this is where the brace stands.
        var start = (int)(json.BytesCommitted + json.BytesPending);
        json.WriteStartObject();
        foreach (var (property, value) in properties)
            if (value is not null) json.WriteString(property, value);
        json.WriteEndObject();
        var length = (int)(json.BytesCommitted + json.BytesPending) - start;
        json.WriteEndObject();
        json.Flush();
        return new IncomingEvent
        {
            Id = id,
            Name = name,
            Identities = [identity],
            Payload = buffer.WrittenMemory,
            Properties = (start, length),
        };
    }
}
