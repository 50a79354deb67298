using System.Numerics;

namespace Shiyu.Engine.Facts;

/// <summary>
/// A sum without rounding. Money of every day fits into 128 bits; only numbers beyond that go into a big integer, which costs an
/// allocation for each step.
/// </summary>
internal struct ExactSum
{
    /// <summary>Numbers are kept × 10^8 while they have no more than 8 digits after the point.</summary>
    public const int SmallDigits = 8;

    private Int128 _small;
    private BigInteger _big;

    /// <summary>The sum × 10^8; only where <see cref="IsSmall"/>.</summary>
    public readonly Int128 Small => _small;

    public readonly bool IsSmall => _big.IsZero;

    /// <summary>The sum × 10^28.</summary>
    public readonly BigInteger Scaled => ((BigInteger)_small * Decimals.PowerOfTen(Decimals.DigitsMax - SmallDigits)) + _big;

    public void Add(decimal number)
    {
        if (TrySmall(number, out var small)) _small += small;
        else _big += Decimals.Scaled(number);
    }

    public void Subtract(decimal number)
    {
        if (TrySmall(number, out var small)) _small -= small;
        else _big -= Decimals.Scaled(number);
    }

    /// <summary>The number × 10^8, for a mantissa of 64 bits: 2^35 such numbers cannot overflow a sum.</summary>
    public static bool TrySmall(decimal number, out Int128 small)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        small = default;
        if (bits[2] != 0 || scale > SmallDigits) return false;
        var mantissa = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        small = (Int128)((UInt128)mantissa * Decimals.SmallPowerOfTen(SmallDigits - scale));
        if (bits[3] < 0) small = -small;
        return true;
    }
}
