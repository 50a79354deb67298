using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Shiyu.Server.SignIn;

/// <summary>
/// The secrets as kept in the data folder: hashes, encrypted with the folder's key ring. Made at the first start; what the environment or a flag says
/// replaces what is kept, on every start.
/// </summary>
internal static class SecretsFile
{
    private const string Name = "sign-in.json";

    /// <param name="adminKey">Null: the kept one, or a new one.</param>
    /// <param name="writeKey">Null: the kept one, or a new one.</param>
    /// <param name="password">Null: the kept one, or a new one.</param>
    /// <exception cref="CryptographicException">The file is of another key ring.</exception>
    public static OpenedSecrets Open(
        string folder, IDataProtectionProvider protection, string? adminKey, string? writeKey, string? password)
    {
        var path = Path.Combine(folder, Name);
        var protector = protection.CreateProtector("Shiyu.SignIn");
        var kept = File.Exists(path) ? Read(path, protector) : null;

        var made = new NewSecrets(
            AdminKey: adminKey is null && kept is null ? Make("sk_", 32) : null,
            WriteKey: writeKey is null && kept is null ? Make("wk_", 32) : null,
            Password: password is null && kept is null ? Make("", 16) : null);
        var now = new KeptSecrets(
            (adminKey ?? made.AdminKey) is { } admin ? Secrets.Hash(admin) : kept!.AdminKey,
            (writeKey ?? made.WriteKey) is { } write ? Secrets.Hash(write) : kept!.WriteKey,
            // A salted hash differs every time: the one kept stays while it is of the same password, so that sessions stay too.
            (password ?? made.Password) is { } word && !(kept is not null && Of(kept).IsPassword(word)) ? Secrets.HashPassword(word) : kept!.Password);
        if (kept is null || !kept.Same(now)) Write(path, protector, now);
        return new OpenedSecrets(Of(now), made);
    }

    private static Secrets Of(KeptSecrets kept) => new(kept.AdminKey, kept.WriteKey, kept.Password);

    private static KeptSecrets Read(string path, IDataProtector protector)
    {
        try
        {
            return JsonSerializer.Deserialize(protector.Unprotect(File.ReadAllBytes(path)), SecretsJson.Default.KeptSecrets)
                ?? throw new JsonException("null");
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or JsonException)
        {
            throw new CryptographicException(
                $"{path} cannot be read with the keys in {Path.Combine(Path.GetDirectoryName(path)!, "keys")}. Put back the keys it was written with, or remove it: "
                + "the next start then makes new keys and a new password.", unreadable);
        }
    }

    private static void Write(string path, IDataProtector protector, KeptSecrets secrets)
    {
        var beside = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(beside, options))
        {
            file.Write(protector.Protect(JsonSerializer.SerializeToUtf8Bytes(secrets, SecretsJson.Default.KeptSecrets)));
            file.Flush(flushToDisk: true);
        }
        File.Move(beside, path, overwrite: true);
    }

    // Letters and digits that cannot be taken for one another when read aloud or copied from a screen.
    private static string Make(string prefix, int length) =>
        prefix + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", length);
}
