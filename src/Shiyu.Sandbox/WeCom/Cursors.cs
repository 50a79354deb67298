using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shiyu.Sandbox.WeCom;

/// <summary>Opaque cursors: a position that only fits the listing it came from, for one wall hour.</summary>
internal sealed class Cursors(TimeProvider wall)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <param name="listing">Everything that makes two listings different: path and filters.</param>
    public string Make(string listing, long position) => Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{Name(listing)}.{position}.{(wall.GetUtcNow() + Lifetime).ToUnixTimeSeconds()}")))
        .Replace('+', '-').Replace('/', '_').TrimEnd('=');

    /// <summary>The position; null for the beginning. Anything that this listing did not give, or gave too long ago, is 50100.</summary>
    public long? Read(string listing, string cursor)
    {
        if (cursor.Length == 0)
            return null;
        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        if (Convert.TryFromBase64String(padded, bytes, out var length)
            && Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split('.') is [var name, var position, var until]
            && name == Name(listing)
            && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && end > wall.GetUtcNow().ToUnixTimeSeconds())
            return at;
        throw new WeComRefusal(Errcode.InvalidCursor, "invalid cursor; start the listing again without one");
    }

    private static string Name(string listing) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listing)).AsSpan(0, 6));
}
