using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>A run's id follows from what it is, so that a replay names it the same.</summary>
internal static class RunIds
{
    /// <param name="number">How many runs of this SOP started at this instant before.</param>
    public static RunId Of(string sop, string customer, Instant entry, int number)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"run|{sop}|{customer}|{entry.UnixMs}|{number}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return new RunId(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }
}
