using System.Globalization;

namespace Shiyu.Runtime.Customers;

/// <summary>A customer's number, dense from 1, and its text form <c>c17</c>, which the API and chance use.</summary>
internal static class CustomerNumber
{
    public const int Shards = 64;

    public static string ToText(long customer) => string.Create(CultureInfo.InvariantCulture, $"c{customer}");

    public static long? Parse(string text) =>
        text.Length is > 1 and < 20 && text[0] == 'c'
        && long.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;

    /// <summary>The shard of a customer, 0–63: SplitMix64's finaliser, so that dense numbers spread evenly. Stored; never change it.</summary>
    public static short ShardOf(long customer)
    {
        var x = (ulong)customer;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        x ^= x >> 31;
        return (short)(x % Shards);
    }
}
