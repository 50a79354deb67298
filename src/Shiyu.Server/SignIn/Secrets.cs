using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Shiyu.Server.Intake;

namespace Shiyu.Server.SignIn;

/// <summary>What a caller may show to be let in. Holds hashes only; comparing takes the same time whatever was given.</summary>
internal sealed class Secrets(byte[] adminKeyHash, byte[] writeKeyHash, string passwordHash) : IWriteKeys
{
    private static readonly PasswordHasher<Secrets> Hasher = new();

    public bool IsAdminKey(ReadOnlySpan<char> key) => Matches(key, adminKeyHash);

    public bool IsValid(string key) => Matches(key, writeKeyHash);

    public bool IsPassword(string password) => Hasher.VerifyHashedPassword(this, passwordHash, password) != PasswordVerificationResult.Failed;

    /// <summary>Changes with the password: sessions of the one before end.</summary>
    public string PasswordStamp { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(passwordHash)))[..16];

    public static byte[] Hash(ReadOnlySpan<char> key)
    {
        Span<byte> bytes = stackalloc byte[1024];
        // A longer one is no key of ours; what it hashes to does not matter.
        var length = Encoding.UTF8.GetByteCount(key) <= bytes.Length ? Encoding.UTF8.GetBytes(key, bytes) : 0;
        return SHA256.HashData(bytes[..length]);
    }

    public static string HashPassword(string password) => Hasher.HashPassword(null!, password);

    private static bool Matches(ReadOnlySpan<char> key, byte[] hash) => CryptographicOperations.FixedTimeEquals(Hash(key), hash);
}
