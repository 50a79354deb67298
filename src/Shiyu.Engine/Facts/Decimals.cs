using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Shiyu.Engine.Facts;

/// <summary>
/// The engine's numbers: decimals of at most 28 significant digits, below 10^28, at most 28 digits after the point. Leading and trailing
/// zeros do not count. What lies outside is not rounded but refused.
/// </summary>
internal static class Decimals
{
    public const int DigitsMax = 28;

    private static readonly BigInteger[] PowersOfTen = [.. Enumerable.Range(0, DigitsMax + 1).Select(n => BigInteger.Pow(10, n))];

    private static readonly ulong[] SmallPowersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    public static BigInteger PowerOfTen(int exponent) => PowersOfTen[exponent];

    /// <param name="exponent">Up to 8.</param>
    public static ulong SmallPowerOfTen(int exponent) => SmallPowersOfTen[exponent];

    public static bool TryParse(string text, out decimal number) => TryParse(Encoding.UTF8.GetBytes(text), out number);

    /// <summary>Reads JSON's number grammar (a leading plus and a bare leading or trailing point are also taken).</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out decimal number)
    {
        number = 0;
        // Nearly every number is a short whole one.
        if (text.Length is > 0 and <= 18 && Utf8Parser.TryParse(text, out long whole, out var read) && read == text.Length)
        {
            number = whole;
            return true;
        }

        var i = 0;
        var negative = false;
        if (i < text.Length && (text[i] == '-' || text[i] == '+')) negative = text[i++] == '-';
        UInt128 mantissa = 0;
        int digits = 0, significant = 0, pendingZeros = 0, exponent = 0;
        var afterPoint = false;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && !afterPoint)
            {
                afterPoint = true;
                continue;
            }
            if (c is < (byte)'0' or > (byte)'9') break;
            digits++;
            // Zeros wait until a later digit shows that they count.
            if (c == '0')
            {
                if (significant > 0) pendingZeros++;
                if (afterPoint) exponent--;
                continue;
            }
            significant += pendingZeros + 1;
            if (significant > DigitsMax) return false;
            for (; pendingZeros > 0; pendingZeros--) mantissa *= 10;
            mantissa = mantissa * 10 + (uint)(c - '0');
            if (afterPoint) exponent--;
        }
        if (digits == 0) return false;
        // Zeros still waiting end the number: they raise the exponent (those after the point have lowered it before).
        exponent += pendingZeros;
        if (i < text.Length)
        {
            if (text[i] is not ((byte)'e' or (byte)'E')) return false;
            i++;
            var down = false;
            if (i < text.Length && (text[i] == '-' || text[i] == '+')) down = text[i++] == '-';
            if (i == text.Length) return false;
            var written = 0;
            for (; i < text.Length; i++)
            {
                if (text[i] is < (byte)'0' or > (byte)'9') return false;
                if (written < 1_000_000) written = written * 10 + (text[i] - '0');
            }
            exponent += down ? -written : written;
        }
        if (mantissa == 0) return true;
        if (exponent < -DigitsMax || significant + exponent > DigitsMax) return false;
        for (; exponent > 0; exponent--) mantissa *= 10;
        number = new decimal((int)(uint)mantissa, (int)(uint)(mantissa >> 32), (int)(uint)(mantissa >> 64), negative, (byte)-exponent);
        return true;
    }

    /// <summary>The number × 10^28: whole for every number that the engine knows, so that sums are exact.</summary>
    public static BigInteger Scaled(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var mantissa = ((UInt128)(uint)bits[2] << 64) | ((UInt128)(uint)bits[1] << 32) | (uint)bits[0];
        var scaled = (BigInteger)mantissa * PowersOfTen[DigitsMax - scale];
        return bits[3] < 0 ? -scaled : scaled;
    }

    /// <summary>The shortest writing that is valid JSON.</summary>
    public static string Written(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
