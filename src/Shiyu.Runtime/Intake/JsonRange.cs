using System.Text.Json;

namespace Shiyu.Runtime.Intake;

/// <summary>Where one JSON value stands in a body.</summary>
internal readonly record struct JsonRange(int Start, int Length)
{
    /// <summary>Passes over the value at the reader.</summary>
    public static JsonRange Take(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new JsonRange(start, (int)reader.BytesConsumed - start);
    }

    public int End => Start + Length;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> body) => body.Slice(Start, Length);

    /// <summary>Whether there is a value other than null.</summary>
    public bool HasValue(ReadOnlySpan<byte> body) => Length > 0 && body[Start] != 'n';

    public bool IsObject(ReadOnlySpan<byte> body) => Length > 0 && body[Start] == '{';

    /// <summary>The last member of that name of the object here; an empty range where there is none.</summary>
    public JsonRange Member(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        var found = default(JsonRange);
        if (!IsObject(body))
            return found;
        var reader = new Utf8JsonReader(Of(body));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            var value = Take(ref reader);
            if (isIt)
                found = value with { Start = Start + value.Start };
        }
        return found;
    }
}
