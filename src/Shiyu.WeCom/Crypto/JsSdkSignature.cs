using System.Security.Cryptography;
using System.Text;

namespace Shiyu.WeCom.Crypto;

/// <summary>The signature that lets a page in WeCom (the chat sidebar) call the client's functions.</summary>
public static class JsSdkSignature
{
    /// <param name="url">The page's address; what follows <c>#</c> is not signed.</param>
    /// <returns>Lower-case hex SHA-1.</returns>
    public static string Sign(string ticket, string nonce, string timestamp, string url) =>
        Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(TextToSign(ticket, nonce, timestamp, url))));

    public static string TextToSign(string ticket, string nonce, string timestamp, string url) =>
        $"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url.Split('#')[0]}";
}
