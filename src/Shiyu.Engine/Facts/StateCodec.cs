using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Shiyu.Engine.Facts;

/// <summary>Writes a state compactly: variable-length integers, UTF-8 text with its length before it.</summary>
public readonly ref struct StateWriter(IBufferWriter<byte> output)
{
    public void Byte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Zig-zag LEB128: small magnitudes of either sign are short.</summary>
    public void Int(long value) => UInt((ulong)(value << 1) ^ (ulong)(value >> 63));

    public void UInt(ulong value)
    {
        var span = output.GetSpan(10);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[length++] = (byte)value;
        output.Advance(length);
    }

    public void Instant(Instant value) => Int(value.UnixMs);

    public void Moment(Moment value)
    {
        Int(value.At.UnixMs);
        Int(value.Arrival);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        UInt((ulong)value.Length);
        output.Write(value);
    }

    /// <summary>Bytes without their number.</summary>
    public void Raw(ReadOnlySpan<byte> value) => output.Write(value);

    public void Raw(UInt128 value)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(output.GetSpan(16), value);
        output.Advance(16);
    }

    /// <summary>UTF-16 units are kept one to one, so that lone surrogates survive.</summary>
    public void Text(string value)
    {
        // WTF-8 would be shorter for Chinese, but well-formed text is the rule: UTF-8 with a marker for the exception.
        var wellFormed = IsWellFormed(value);
        var bytes = wellFormed ? Encoding.UTF8.GetByteCount(value) : value.Length * 2;
        UInt(((ulong)bytes << 1) | (wellFormed ? 0UL : 1UL));
        var span = output.GetSpan(bytes);
        if (wellFormed) Encoding.UTF8.GetBytes(value, span);
        else System.Runtime.InteropServices.MemoryMarshal.AsBytes(value.AsSpan()).CopyTo(span);
        output.Advance(bytes);
    }

    public void Big(BigInteger value) => Bytes(value.ToByteArray());

    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 >= value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return false;
            i++;
        }
        return true;
    }
}

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
public ref struct StateReader(ReadOnlySpan<byte> input)
{
    private ReadOnlySpan<byte> _rest = input;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _rest.Length;

    public byte Byte()
    {
        var value = _rest[0];
        _rest = _rest[1..];
        return value;
    }

    public bool Flag() => Byte() != 0;

    public long Int()
    {
        var value = UInt();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ulong UInt()
    {
        ulong value = 0;
        for (int shift = 0, i = 0; ; shift += 7, i++)
        {
            var next = _rest[i];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }
    }

    public Instant Instant() => new(Int());

    public Moment Moment() => new(Instant(), Int());

    public ReadOnlySpan<byte> Bytes()
    {
        var length = (int)UInt();
        var value = _rest[..length];
        _rest = _rest[length..];
        return value;
    }

    public UInt128 Raw()
    {
        var value = BinaryPrimitives.ReadUInt128LittleEndian(_rest);
        _rest = _rest[16..];
        return value;
    }

    public string Text()
    {
        var bytes = TextBytes(out var isUtf8);
        return TextOf(bytes, isUtf8);
    }

    /// <summary>A text's bytes in place.</summary>
    /// <param name="isUtf8">False for a text with lone surrogates, whose bytes are its UTF-16 units.</param>
    public ReadOnlySpan<byte> TextBytes(out bool isUtf8)
    {
        var head = UInt();
        isUtf8 = (head & 1) == 0;
        var bytes = _rest[..(int)(head >> 1)];
        _rest = _rest[bytes.Length..];
        return bytes;
    }

    /// <summary>Passes over a text.</summary>
    public void SkipText()
    {
        var bytes = (int)(UInt() >> 1);
        _rest = _rest[bytes..];
    }

    /// <summary>The text whose bytes were read in place.</summary>
    public static string TextOf(ReadOnlySpan<byte> bytes, bool isUtf8) =>
        isUtf8 ? Encoding.UTF8.GetString(bytes) : new string(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, char>(bytes));

    public BigInteger Big() => new(Bytes());
}
