using System.Text;
using System.Text.Json;
using Shiyu.WeCom.Callbacks;
using Shiyu.WeCom.Crypto;

namespace Shiyu.WeCom.Tests.Crypto;

public sealed class PublishedVectors
{
    public static IEnumerable<TheoryDataRow<string>> Decrypt => Vectors.Ids("decrypt");
    public static IEnumerable<TheoryDataRow<string>> Encrypt => Vectors.Ids("encrypt");
    public static IEnumerable<TheoryDataRow<string>> SignatureOnly => Vectors.Ids("signature_only");
    public static IEnumerable<TheoryDataRow<string>> JsSdk => Vectors.Ids("jssdk");
    public static IEnumerable<TheoryDataRow<string>> Negative => Vectors.Ids("negative");

    [Theory, MemberData(nameof(Decrypt))]
    public void Decrypt_to_the_published_text(string id)
    {
        var vector = Vectors.Of("decrypt", id);
        var expected = vector.GetProperty("expected");

        var plain = Crypto(vector).Open(vector.Text("msg_signature"), vector.Text("timestamp"), vector.Text("nonce"), vector.Text("encrypt"));

        Assert.Equal(expected.Text("plaintext"), plain);
        Assert.Equal(expected.GetProperty("plaintext_utf8_bytes").GetInt32(), Encoding.UTF8.GetByteCount(plain));
    }

    [Theory, MemberData(nameof(Decrypt))]
    public void Encrypt_back_to_the_published_ciphertext(string id)
    {
        var vector = Vectors.Of("decrypt", id);
        var expected = vector.GetProperty("expected");

        var encrypted = Crypto(vector).Encrypt(expected.Text("plaintext"), Convert.FromHexString(expected.Text("random16_hex")));

        Assert.Equal(vector.Text("encrypt"), encrypted);
    }

    [Theory, MemberData(nameof(Decrypt))]
    public void Bring_their_ciphertext_in_an_envelope_that_is_read(string id)
    {
        var vector = Vectors.Of("decrypt", id);
        if (vector.Maybe("post_body") is { } body) Assert.Equal(vector.Text("encrypt"), Envelope.Encrypted(Encoding.UTF8.GetBytes(body)));
        else Assert.Equal(vector.Text("encrypt"), Uri.UnescapeDataString(vector.Text("echostr_urlencoded")));
    }

    [Theory, MemberData(nameof(Encrypt))]
    public void Encrypt_to_the_published_ciphertext_and_signature(string id)
    {
        var vector = Vectors.Of("encrypt", id);
        var expected = vector.GetProperty("expected");
        var crypto = Crypto(vector);

        var encrypted = crypto.Encrypt(vector.Text("plaintext"), Encoding.ASCII.GetBytes(vector.Text("random16")));

        Assert.Equal(expected.Text("encrypt"), encrypted);
        Assert.Equal(expected.Text("msg_signature"), crypto.Sign(vector.Text("timestamp"), vector.Text("nonce"), encrypted));
        Assert.Equal(vector.Text("plaintext"), crypto.Decrypt(encrypted));
    }

    [Theory, MemberData(nameof(SignatureOnly))]
    public void Sign_as_published(string id)
    {
        var vector = Vectors.Of("signature_only", id);
        var crypto = new WeComCrypto(vector.Text("token"), "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "");

        Assert.Equal(
            vector.GetProperty("expected").Text("msg_signature"), crypto.Sign(vector.Text("timestamp"), vector.Text("nonce"), vector.Text("encrypt")));
    }

    [Theory, MemberData(nameof(JsSdk))]
    public void Sign_pages_as_published(string id)
    {
        var vector = Vectors.Of("jssdk", id);
        string[] values = [vector.Text("jsapi_ticket"), vector.Text("noncestr"), vector.GetProperty("timestamp").ToString(), vector.Text("url") + "#part"];

        Assert.Equal(vector.GetProperty("expected").Text("string_to_sign"), JsSdkSignature.TextToSign(values[0], values[1], values[2], values[3]));
        Assert.Equal(vector.GetProperty("expected").Text("signature"), JsSdkSignature.Sign(values[0], values[1], values[2], values[3]));
    }

    [Theory, MemberData(nameof(Negative))]
    public void Refuse_what_must_be_refused(string id)
    {
        var vector = Vectors.Of("negative", id);
        var allowed = vector.GetProperty("expected").GetProperty("error_any_of").EnumerateArray().Select(error => error.GetString());

        var refused = Assert.Throws<WeComCryptoException>(
            () => Crypto(vector).Open(vector.Text("msg_signature"), vector.Text("timestamp"), vector.Text("nonce"), vector.Text("encrypt")));

        Assert.Contains(Word(refused.Fault), allowed);
    }

    private static string Word(WeComCryptoFault fault) => fault switch
    {
        WeComCryptoFault.SignatureMismatch => "signature_mismatch",
        WeComCryptoFault.IllegalAesKey => "illegal_aes_key",
        WeComCryptoFault.ReceiveIdMismatch => "receiveid_mismatch",
        WeComCryptoFault.DecryptFailed => "decrypt_failed",
        WeComCryptoFault.IllegalBuffer => "illegal_buffer",
    };

    private static WeComCrypto Crypto(JsonElement vector) => new(vector.Text("token"), vector.Text("encodingAESKey"), vector.Text("receiveId"));
}
