using System.Buffers.Binary;
using System.IO.Hashing;

namespace Shiyu.Store.EventIds;

/// <summary>The first bytes of an id file: which part of which log it covers.</summary>
/// <param name="Origin">The log's random name: a file beside another log, a restored one for example, must not be believed.</param>
/// <param name="First">It holds the ids of all log rows from this position …</param>
/// <param name="Last">… through this one.</param>
/// <param name="ReceivedToMs">The newest received time in it, Unix ms.</param>
internal readonly record struct IdSegmentHeader(Guid Origin, long Count, long First, long Last, long ReceivedFromMs, long ReceivedToMs)
{
    public const int Size = 128;
    private const ulong Magic = 0x3153_4449_5549_4853;    // "SHIUIDS1"

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Magic);
        Origin.TryWriteBytes(bytes.AsSpan(8));
        foreach (var (offset, value) in new[] { (24, Count), (32, First), (40, Last), (48, ReceivedFromMs), (56, ReceivedToMs) })
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(offset), value);
        XxHash64.Hash(bytes.AsSpan(0, Size - 8), bytes.AsSpan(Size - 8));
        return bytes;
    }

    /// <summary>Null when the bytes are no header of this version.</summary>
    public static IdSegmentHeader? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Size
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes) != Magic
            || !XxHash64.Hash(bytes[..(Size - 8)]).AsSpan().SequenceEqual(bytes[(Size - 8)..Size]))
            return null;
        return new(new Guid(bytes[8..24]), Long(bytes, 24), Long(bytes, 32), Long(bytes, 40), Long(bytes, 48), Long(bytes, 56));
    }

    private static long Long(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);
}
