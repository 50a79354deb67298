using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shiyu.Server.Webhooks;

/// <summary>Signing as Standard Webhooks does: HMAC-SHA256 over id, time and body, so that libraries of receivers know it.</summary>
internal static class WebhookSignature
{
    public const string Prefix = "whsec_";
    public const string SecretForm = "whsec_ and the base64 of 24 to 64 bytes, or nothing: then one is made";

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key in a written secret; null when it is none.</summary>
    public static byte[]? ReadSecret(string written)
    {
        if (!written.StartsWith(Prefix, StringComparison.Ordinal) || written.Length > 200) return null;
        var key = new byte[200];
        return Convert.TryFromBase64String(written[Prefix.Length..], key, out var length) && length is >= 24 and <= 64 ? key[..length] : null;
    }

    /// <param name="unixSeconds">When it is sent, wall time.</param>
    /// <returns>The value of the header <c>webhook-signature</c>.</returns>
    public static string Of(byte[] secret, string id, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{unixSeconds}.")));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }
}
