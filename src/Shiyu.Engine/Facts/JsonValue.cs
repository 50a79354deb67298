using System.Text.Json;

namespace Shiyu.Engine.Facts;

/// <summary>A value inside a JSON document, looked at in place: nothing is copied until someone needs the copy.</summary>
/// <param name="raw">A text without its quotes, still escaped; a list with its brackets; otherwise the token.</param>
internal readonly ref struct JsonValue(JsonKind kind, ReadOnlySpan<byte> raw, bool escaped = false)
{
    // Deeper than any event that intake takes; a reader's default of 64 would make deep but lawful events look empty.
    public static readonly JsonReaderOptions Options = new() { MaxDepth = 10_000 };

    public JsonKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Raw { get; } = raw;

    public bool Escaped { get; } = escaped;

    /// <summary>Reads a document that is one value. Malformed JSON reads as missing.</summary>
    public static JsonValue Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            return reader.Read() ? Read(ref reader, json) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Takes the value that the reader stands on and leaves the reader on its last token.</summary>
    public static JsonValue Read(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new(JsonKind.Text, reader.ValueSpan, reader.ValueIsEscaped);
            case JsonTokenType.Number:
                return new(JsonKind.Number, reader.ValueSpan);
            case JsonTokenType.True or JsonTokenType.False:
                return new(JsonKind.Flag, reader.ValueSpan);
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                var kind = reader.TokenType == JsonTokenType.StartArray ? JsonKind.List : JsonKind.Mapping;
                reader.Skip();
                return new(kind, json[start..(int)reader.BytesConsumed]);
            default:
                return default;
        }
    }

    /// <summary>False for every other kind, and for a number beyond the engine's range.</summary>
    public bool TryNumber(out decimal number)
    {
        number = 0;
        return Kind == JsonKind.Number && Decimals.TryParse(Raw, out number);
    }

    /// <summary>Only for a text.</summary>
    public string ToText() => JsonText.Unescape(Raw, Escaped);

    /// <summary>A copy of the value as JSON; empty when it is missing.</summary>
    public byte[] ToJson() => Kind == JsonKind.Text ? [(byte)'"', .. Raw, (byte)'"'] : Raw.ToArray();

    /// <summary>Only for a flag.</summary>
    public bool ToFlag() => Raw.Length == 4;

    public bool TextIs(string text, ReadOnlySpan<byte> utf8)
    {
        if (Kind != JsonKind.Text) return false;
        return Escaped ? ToText() == text : Raw.SequenceEqual(utf8);
    }

    public bool TryDate(out DateValue date)
    {
        date = default;
        if (Kind != JsonKind.Text) return false;
        return Escaped ? DateValue.TryParse(ToText(), out date) : DateValue.TryParse(Raw, out date);
    }
}

internal enum JsonKind : byte { Missing, Number, Text, Flag, List, Mapping }
