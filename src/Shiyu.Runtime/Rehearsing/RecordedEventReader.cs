using System.Text;
using System.Text.Json;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>Reads a line as an event, or says what is wrong with it. Unknown fields are tolerated; of a repeated key the last one counts.</summary>
internal sealed class RecordedEventReader(ZoneTable zone)
{
    private static readonly string Kinds = string.Join(", ", IdentityKinds.All.Select(kind => kind.Name()));
    private readonly string?[] _identities = new string?[IdentityKinds.All.Count + 1];

    public LineRefusal? Read(ReadOnlyMemory<byte> line, out RecordedEvent read)
    {
        read = default;
        try
        {
            return ReadObject(line, out read);
        }
        catch (JsonException e)
        {
            return new LineRefusal("", $"malformed JSON (byte {e.BytePositionInLine + 1})", "one JSON object a line");
        }
        catch (InvalidOperationException)
        {
            // The reader hands out no text for bytes that are not UTF-8 or for half a surrogate pair.
            return new LineRefusal("", "text that is not well-formed Unicode", "UTF-8, without lone surrogates in id, name and identities");
        }
    }

    private LineRefusal? ReadObject(ReadOnlyMemory<byte> line, out RecordedEvent read)
    {
        read = default;
        string? id = null, name = null, occurredAt = null;
        var named = false;
        ReadOnlyMemory<byte> properties = default, attributes = default;
        Array.Clear(_identities);

        var reader = new Utf8JsonReader(line.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return new LineRefusal("", Shown(ref reader, line), "one JSON object a line");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            LineRefusal? refusal = null;
            if (reader.ValueTextEquals("id"u8)) refusal = Text(ref reader, line, "id", out id);
            else if (reader.ValueTextEquals("name"u8)) refusal = Text(ref reader, line, "name", out name);
            else if (reader.ValueTextEquals("occurredAt"u8)) refusal = Text(ref reader, line, "occurredAt", out occurredAt);
            else if (reader.ValueTextEquals("identities"u8)) (refusal, named) = (ReadIdentities(ref reader, line), true);
            else if (reader.ValueTextEquals("properties"u8)) refusal = Object(ref reader, line, "properties", out properties);
            else if (reader.ValueTextEquals("attributes"u8)) refusal = Object(ref reader, line, "attributes", out attributes);
            else
            {
                reader.Read();
                reader.Skip();
            }
            if (refusal is not null) return refusal;
        }
        // Throws for anything behind the object.
        reader.Read();

        if (id is null) return Missing("id", "text, not empty");
        if (name is null) return Missing("name", "text, not empty");
        if (occurredAt is null) return Missing("occurredAt", DateText.Allowed);
        if (!DateText.TryRead(occurredAt, zone, out var at)) return new LineRefusal("occurredAt", Quoted(occurredAt), DateText.Allowed);
        var count = _identities.Count(value => value is not null);
        if (count == 0) return named ? new LineRefusal("identities", "none", $"at least one of {Kinds}") : Missing("identities", $"at least one of {Kinds}");

        var identities = new Identity[count];
        count = 0;
        foreach (var kind in IdentityKinds.All)
            if (_identities[(int)kind] is { } value) identities[count++] = new Identity(kind, value);
        read = new RecordedEvent(id, name, at, identities, properties, attributes);
        return null;
    }

    private LineRefusal? ReadIdentities(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        reader.Read();
        Array.Clear(_identities);
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartObject)
            return new LineRefusal("identities", Shown(ref reader, line), $"an object of {Kinds}");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            if (IdentityKinds.Parse(key) is not { } kind) return new LineRefusal($"identities.{key}", "an unknown kind", Kinds);
            var refusal = Text(ref reader, line, $"identities.{key}", out var value);
            if (refusal is not null) return refusal;
            _identities[(int)kind] = value;
        }
        return null;
    }

    private static LineRefusal? Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, string field, out string? text)
    {
        reader.Read();
        text = null;
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.String) return new LineRefusal(field, Shown(ref reader, line), "text, not empty");
        text = reader.GetString()!;
        return text.Length > 0 ? null : new LineRefusal(field, "empty text", "text, not empty");
    }

    private static LineRefusal? Object(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, string field, out ReadOnlyMemory<byte> range)
    {
        reader.Read();
        range = default;
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartObject) return new LineRefusal(field, Shown(ref reader, line), "an object");
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        range = line[start..(int)reader.BytesConsumed];
        return null;
    }

    private static LineRefusal Missing(string field, string allowed) => new(field, "nothing", allowed);

    /// <summary>The value that the reader stands on, as written, cut where it gets long.</summary>
    private static string Shown(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Cut(Encoding.UTF8.GetString(line.Span[start..(int)reader.BytesConsumed]));
    }

    private static string Quoted(string text) => Cut($"\"{text}\"");

    private static string Cut(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
