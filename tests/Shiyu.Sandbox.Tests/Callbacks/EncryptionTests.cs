using System.Text;
using System.Text.Json;
using Shiyu.Sandbox.Callbacks;

namespace Shiyu.Sandbox.Tests.Callbacks;

public sealed class EncryptionTests
{
    public static TheoryData<string> Ids => [.. Vectors().Select(vector => vector["id"])];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Ciphertext_and_signature_are_those_of_the_published_vector(string id)
    {
        var vector = Vectors().Single(one => one["id"] == id);
        var crypto = new CallbackCrypto(vector["token"], vector["encodingAESKey"], vector["receiveId"]);

        var encrypted = crypto.Encrypt(vector["plaintext"], Encoding.UTF8.GetBytes(vector["random16"]));

        Assert.Equal(vector["encrypt"], encrypted);
        Assert.Equal(vector["signature"], crypto.Sign(vector["timestamp"], vector["nonce"], encrypted));
    }

    [Theory]
    [InlineData("tooshort")]
    [InlineData("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2!")]
    public void A_key_that_is_none_is_refused(string key) =>
        Assert.Contains("43", Assert.Throws<ArgumentException>(() => new CallbackCrypto("token", key, "ww")).Message);

    private static Dictionary<string, string>[] Vectors() =>
        JsonSerializer.Deserialize<Dictionary<string, string>[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Callbacks", "encrypt-vectors.json")))!;
}
