using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Sops;

/// <summary>Chance is drawn from a hash of stable ids, so that two replays draw the same (law 2).</summary>
internal static class Chance
{
    private static readonly UInt128 s_whole = UInt128.One << 64;

    /// <summary>u · 2^64: the first 8 bytes, big-endian, of SHA-256("{salt}|{sop}|{purpose}|{customer id}").</summary>
    public static ulong Draw(string salt, string sop, string purpose, string customer)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{salt}|{sop}|{purpose}|{customer}"), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>u &lt; share, exactly.</summary>
    public static bool IsBelow(ulong drawn, Share share) => (UInt128)drawn * (ulong)Share.Whole < s_whole * (ulong)share.Parts;

    /// <summary>The arm that u falls into; the arms take [0, 1) in file order.</summary>
    public static int ArmOf(ulong drawn, ImmutableArray<SplitArm> arms)
    {
        long through = 0;
        for (var i = 0; i < arms.Length; i++)
        {
            through += arms[i].Share.Parts;
            if (IsBelow(drawn, new Share(through))) return i;
        }
        return arms.Length - 1;
    }
}
