using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Shiyu.Sandbox.Callbacks;

/// <summary>
/// WeCom's signature and encryption, from the sender's side. Written apart from the product's own on purpose: a mistake shared by both sides
/// would go unseen.
/// </summary>
internal sealed class CallbackCrypto
{
    private const int Block = 32;
    private readonly string _token;
    private readonly byte[] _receiveId;
    private readonly byte[] _key;

    /// <exception cref="ArgumentException">The key is not 43 characters of Base64.</exception>
    public CallbackCrypto(string token, string encodingAesKey, string receiveId)
    {
        if (encodingAesKey.Length != 43)
            throw new ArgumentException($"The AES key has {encodingAesKey.Length} characters; WeCom's has exactly 43 letters and digits.");
        _token = token;
        _receiveId = Encoding.UTF8.GetBytes(receiveId);
        try
        {
            _key = Convert.FromBase64String(encodingAesKey + "=");
        }
        catch (FormatException)
        {
            throw new ArgumentException("The AES key is not Base64; use 43 letters and digits.");
        }
    }

    public string Encrypt(string message) => Encrypt(message, RandomNumberGenerator.GetBytes(16));

    /// <summary>random(16) + length (4 bytes, big-endian) + message + receive id, padded to a multiple of 32, AES-256-CBC.</summary>
    public string Encrypt(string message, ReadOnlySpan<byte> random16)
    {
        var text = Encoding.UTF8.GetBytes(message);
        var bare = 16 + 4 + text.Length + _receiveId.Length;
        var padding = Block - bare % Block;
        var plain = new byte[bare + padding];
        random16.CopyTo(plain);
        BinaryPrimitives.WriteInt32BigEndian(plain.AsSpan(16), text.Length);
        text.CopyTo(plain, 20);
        _receiveId.CopyTo(plain, 20 + text.Length);
        plain.AsSpan(bare).Fill((byte)padding);
        using var aes = Aes.Create();
        aes.Key = _key;
        return Convert.ToBase64String(aes.EncryptCbc(plain, _key.AsSpan(0, 16), PaddingMode.None));
    }

    public string Sign(string timestamp, string nonce, string encrypted)
    {
        string[] parts = [_token, timestamp, nonce, encrypted];
        Array.Sort(parts, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }
}
