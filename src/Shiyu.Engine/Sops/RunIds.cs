using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>A run's id follows from what it is, so that a replay names it the same.</summary>
internal static class RunIds
{
    private const int RoomMax = 256;

    /// <param name="number">How many runs of this SOP started at this instant before.</param>
    public static RunId Of(string sop, string customer, Instant entry, int number)
    {
        Span<char> room = stackalloc char[RoomMax];
        ReadOnlySpan<char> text = room.TryWrite(CultureInfo.InvariantCulture, $"run|{sop}|{customer}|{entry.UnixMs}|{number}", out var length)
            ? room[..length]
            : string.Create(CultureInfo.InvariantCulture, $"run|{sop}|{customer}|{entry.UnixMs}|{number}");
        Span<byte> bytes = text.Length > RoomMax ? new byte[Encoding.UTF8.GetByteCount(text)] : stackalloc byte[RoomMax * 3];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        return new RunId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
