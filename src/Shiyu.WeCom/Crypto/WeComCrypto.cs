using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Shiyu.WeCom.Crypto;

/// <summary>The signature and cipher of WeCom's callbacks: SHA-1 over sorted values, AES-256-CBC with padding to 32 bytes.</summary>
public sealed class WeComCrypto
{
    private const int HeadBytes = 20;
    private const int PaddingMax = 32;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly string _token;
    private readonly byte[] _key;
    private readonly byte[] _receiveId;

    /// <param name="receiveId">The corp's id; empty for third-party apps of individual developers.</param>
    /// <exception cref="WeComCryptoException">The key is not 43 characters of Base64.</exception>
    public WeComCrypto(string token, string encodingAesKey, string receiveId)
    {
        _token = token;
        _key = KeyOf(encodingAesKey);
        _receiveId = Encoding.UTF8.GetBytes(receiveId);
    }

    /// <summary>Checks the signature, decrypts, checks padding, length and receive id.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="WeComCryptoException">Any of it failed; the fault says which.</exception>
    public string Open(string signature, string timestamp, string nonce, string encrypted)
    {
        if (!IsSigned(signature, timestamp, nonce, encrypted))
            throw new WeComCryptoException(WeComCryptoFault.SignatureMismatch, "msg_signature does not belong to token, timestamp, nonce and the ciphertext.");
        return Decrypt(encrypted);
    }

    public bool IsSigned(string signature, string timestamp, string nonce, string encrypted) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(Sign(timestamp, nonce, encrypted)));

    /// <summary>Lower-case hex SHA-1 of the four values in ordinal order.</summary>
    public string Sign(string timestamp, string nonce, string encrypted)
    {
        string[] parts = [_token, timestamp, nonce, encrypted];
        Array.Sort(parts, StringComparer.Ordinal);    // the default order is by culture, and wrong as soon as cases mix
        return Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(string.Concat(parts))));
    }

    public string Decrypt(string encrypted)
    {
        var plain = Unpadded(Decipher(encrypted));
        if (plain.Length < HeadBytes)
            throw new WeComCryptoException(WeComCryptoFault.IllegalBuffer, $"The plain text has {plain.Length} bytes; at least {HeadBytes} are needed.");
        // Unsigned: FF FF FF FF must be far too long, not -1.
        var length = BinaryPrimitives.ReadUInt32BigEndian(plain[16..]);
        var rest = plain[HeadBytes..];
        if (length > (uint)rest.Length)
            throw new WeComCryptoException(WeComCryptoFault.IllegalBuffer, $"The message claims {length} bytes; {rest.Length} are there.");
        if (!rest[(int)length..].SequenceEqual(_receiveId))
            throw new WeComCryptoException(WeComCryptoFault.ReceiveIdMismatch, "The message is meant for another corp: its receive id is not the configured corp id.");
        try
        {
            return StrictUtf8.GetString(rest[..(int)length]);
        }
        catch (DecoderFallbackException e)
        {
            throw new WeComCryptoException(WeComCryptoFault.IllegalBuffer, "The message is not UTF-8.", e);
        }
    }

    public string Encrypt(string message) => Encrypt(message, RandomNumberGenerator.GetBytes(16));

    /// <param name="random">16 bytes that make equal messages differ.</param>
    public string Encrypt(string message, ReadOnlySpan<byte> random)
    {
        if (random.Length != 16) throw new ArgumentException("Use 16 bytes.", nameof(random));
        var body = Encoding.UTF8.GetBytes(message);
        var used = HeadBytes + body.Length + _receiveId.Length;
        var padding = PaddingMax - (used % PaddingMax);    // 1 to 32, never 0
        var plain = new byte[used + padding];
        random.CopyTo(plain);
        BinaryPrimitives.WriteUInt32BigEndian(plain.AsSpan(16), (uint)body.Length);
        body.CopyTo(plain, HeadBytes);
        _receiveId.CopyTo(plain, HeadBytes + body.Length);
        plain.AsSpan(used).Fill((byte)padding);
        using var aes = Aes.Create();
        aes.Key = _key;
        return Convert.ToBase64String(aes.EncryptCbc(plain, _key.AsSpan(0, 16), PaddingMode.None));
    }

    private static byte[] KeyOf(string encodingAesKey)
    {
        // Convert.FromBase64String, not the strict Base64 class: the last symbol of real keys carries unused bits.
        if (encodingAesKey.Length == 43)
        {
            var key = new byte[32];
            if (Convert.TryFromBase64String(encodingAesKey + "=", key, out var written) && written == 32) return key;
        }
        throw new WeComCryptoException(WeComCryptoFault.IllegalAesKey, "EncodingAESKey is not 43 letters and digits that decode to 32 bytes.");
    }

    private byte[] Decipher(string encrypted)
    {
        byte[] cipher;
        try
        {
            cipher = Convert.FromBase64String(encrypted);
        }
        catch (FormatException e)
        {
            throw new WeComCryptoException(WeComCryptoFault.DecryptFailed, "The ciphertext is not Base64.", e);
        }
        if (cipher.Length == 0 || cipher.Length % 16 != 0)
            throw new WeComCryptoException(WeComCryptoFault.DecryptFailed, $"The ciphertext has {cipher.Length} bytes; a multiple of 16 is needed.");
        using var aes = Aes.Create();
        aes.Key = _key;
        // PaddingMode.PKCS7 checks against 16-byte blocks and refuses about half of all genuine messages.
        return aes.DecryptCbc(cipher, _key.AsSpan(0, 16), PaddingMode.None);
    }

    private static ReadOnlySpan<byte> Unpadded(ReadOnlySpan<byte> plain)
    {
        var padding = plain[^1];
        if (padding is 0 or > PaddingMax || padding > plain.Length || plain[^padding..].ContainsAnyExcept(padding))
            throw new WeComCryptoException(WeComCryptoFault.DecryptFailed, "The padding is not 1 to 32 equal bytes: wrong key or damaged ciphertext.");
        return plain[..^padding];
    }
}
