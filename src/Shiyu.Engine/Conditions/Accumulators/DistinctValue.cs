using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions.Accumulators;

/// <summary>A number, text or flag as bytes that are equal exactly when type and value are.</summary>
internal readonly ref struct DistinctValue(DistinctKind kind, ReadOnlySpan<byte> bytes)
{
    /// <summary>Bytes that a value without characters of its own needs.</summary>
    public const int OnStackMax = 16;

    private readonly DistinctKind _kind = kind;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Words of the value that starts there, its own head included.</summary>
    public static int WordsAt(ReadOnlySpan<long> words, int at) => 2 + WordsOf((int)(words[at + 1] >> 8));

    public static DistinctValue At(ReadOnlySpan<long> words, int at)
    {
        var head = words[at + 1];
        var bytes = (int)(head >> 8);
        return new DistinctValue((DistinctKind)(head & 0xFF), MemoryMarshal.AsBytes(words.Slice(at + 2, WordsOf(bytes)))[..bytes]);
    }

    /// <param name="space">Where a number's bytes are written to.</param>
    /// <returns>False for what takes no part.</returns>
    public static bool TryFrom(JsonValue value, Span<byte> space, out DistinctValue given)
    {
        given = default;
        switch (value.Kind)
        {
            case JsonKind.Number when value.TryNumber(out var number):
                given = OfNumber(number, space);
                return true;
            // What is well-formed and not escaped is already the text's own UTF-8.
            case JsonKind.Text when !value.Escaped && Utf8.IsValid(value.Raw):
                given = new DistinctValue(DistinctKind.Text, value.Raw);
                return true;
            case JsonKind.Text:
                given = From(value.ToText());
                return true;
            case JsonKind.Flag:
                given = OfFlag(value.ToFlag(), space);
                return true;
            default:
                return false;
        }
    }

    public static DistinctValue From(object value) => value switch
    {
        decimal number => OfNumber(number, new byte[OnStackMax]),
        // A lone surrogate has no UTF-8.
        string text when !JsonText.IsWellFormed(text) => new DistinctValue(DistinctKind.Utf16, MemoryMarshal.AsBytes(text.AsSpan())),
        string text => new DistinctValue(DistinctKind.Text, Encoding.UTF8.GetBytes(text)),
        _ => OfFlag((bool)value, new byte[1]),
    };

    public object ToObject() => _kind switch
    {
        DistinctKind.Number => MemoryMarshal.Read<decimal>(_bytes),
        DistinctKind.Text => Encoding.UTF8.GetString(_bytes),
        DistinctKind.Utf16 => new string(MemoryMarshal.Cast<byte, char>(_bytes)),
        DistinctKind.Flag => _bytes[0] != 0,
    };

    public bool Is(DistinctValue other) => _kind == other._kind && _bytes.SequenceEqual(other._bytes);

    public void AppendTo(ref AccumulatorCell cell, long seen)
    {
        var at = cell.Words.Length;
        cell.InsertWords(at, 2 + WordsOf(_bytes.Length));
        var words = cell.Words[at..];
        words[0] = seen;
        words[1] = ((long)_bytes.Length << 8) | (byte)_kind;
        _bytes.CopyTo(MemoryMarshal.AsBytes(words[2..]));
    }

    // Numbers are read without trailing zeros, so that equal ones have equal bytes.
    private static DistinctValue OfNumber(decimal number, Span<byte> space)
    {
        MemoryMarshal.Write(space, number);
        return new DistinctValue(DistinctKind.Number, space[..sizeof(decimal)]);
    }

    private static DistinctValue OfFlag(bool flag, Span<byte> space)
    {
        space[0] = flag ? (byte)1 : (byte)0;
        return new DistinctValue(DistinctKind.Flag, space[..1]);
    }

    private static int WordsOf(int bytes) => (bytes + sizeof(long) - 1) / sizeof(long);
}

internal enum DistinctKind : byte { Number, Text, Utf16, Flag }
