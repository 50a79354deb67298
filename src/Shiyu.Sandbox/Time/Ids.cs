using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Shiyu.Sandbox.Time;

/// <summary>
/// Ids drawn from seed and epoch: a second run of the same story gives the same ids, and a later one (another epoch) never repeats an
/// earlier one's message ids, which a server that kept its data would rightly take for repeats.
/// </summary>
internal sealed class Ids(ulong seed, DateTimeOffset epoch)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private readonly string _story = string.Create(CultureInfo.InvariantCulture, $"{seed}|{epoch.UtcTicks}");

    /// <summary>28 letters and digits that depend on story, kind and key.</summary>
    public string Letters28(string kind, string key) =>
        string.Create(28, Hash(kind, key), static (into, hash) =>
        {
            for (var i = 0; i < into.Length; i++)
                into[i] = Letters[hash[i] % Letters.Length];
        });

    public Guid Guid(string kind, string key) => new(Hash(kind, key).AsSpan(0, 16));

    private byte[] Hash(string kind, string key) => SHA256.HashData(Encoding.UTF8.GetBytes($"{_story}|{kind}|{key}"));
}
