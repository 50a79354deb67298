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
}
