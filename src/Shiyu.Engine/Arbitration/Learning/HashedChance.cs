using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Shiyu.Engine.Arbitration.Learning;

/// <summary>A stream of chance drawn from hashes (law 2): SHA-256 of "{seed}|0", "{seed}|1" and so on, eight bytes a number.</summary>
public sealed class HashedChance(string seed)
{
    private readonly byte[] _block = new byte[SHA256.HashSizeInBytes];
    private long _blocks;
    private int _at = SHA256.HashSizeInBytes;

    /// <summary>A number in (0, 1): the upper 53 bits of eight bytes, and half a step, so that it is never 0.</summary>
    public double Next()
    {
        if (_at == _block.Length)
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seed}|{_blocks++}")), _block);
            _at = 0;
        }
        var bits = BinaryPrimitives.ReadUInt64BigEndian(_block.AsSpan(_at));
        _at += sizeof(ulong);
        return ((bits >> 11) + 0.5) / (1UL << 53);
    }
}
