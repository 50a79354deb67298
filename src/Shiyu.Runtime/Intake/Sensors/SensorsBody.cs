using System.Globalization;
using System.Text;

namespace Shiyu.Runtime.Intake.Sensors;

/// <summary>
/// Brings what a SensorsData client sends (<c>data_list</c> or <c>data</c>, in a query or in a form: base64 of JSON, gzipped or not) to JSON in UTF-8.
/// What the content type and <c>gzip</c> say does not matter.
/// </summary>
public static class SensorsBody
{
    /// <summary>Refused: the payload is encrypted for another server's key. Answered as 415.</summary>
    public const string Encrypted = "intake.encrypted";

    /// <summary>Refused: there is nothing that a client would have sent. Answered as 400.</summary>
    public const string Missing = "intake.missing_data";

    /// <summary>Refused: the payload was damaged on its way. Answered as 400.</summary>
    public const string BadChecksum = "intake.bad_crc";

    /// <summary>Returns null and the JSON, or why there is none.</summary>
    /// <param name="form">A query without its question mark, or a body.</param>
    public static BodyFault? Open(ReadOnlyMemory<byte> form, out ReadOnlyMemory<byte> json)
    {
        json = default;
        if (form.Span is [0x1f, 0x8b, ..] && IntakeBody.Inflate(form, out form) is { } packed)
            return packed;
        string? list = null, single = null, gzip = null, checksum = null;
        foreach (var pair in Encoding.UTF8.GetString(form.Span).Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                continue;
            var value = pair[(equals + 1)..];
            switch (pair[..equals])
            {
                case "data_list": list = Decoded(value); break;
                case "data": single = Decoded(value); break;
                case "gzip": gzip = value; break;
                case "crc": checksum ??= value; break;
                case "ext" when Uri.UnescapeDataString(value) is ['c', 'r', 'c', '=', .. var sent]: checksum = sent; break;
            }
        }
        if ((list ?? single) is not { Length: > 0 } text)
            return new BodyFault(Missing, "data_list", "nothing", "data_list or data: base64 of JSON, gzipped or not, percent-encoded");
        if (gzip is "9" or "13")
            return new BodyFault(Encrypted, "gzip", gzip, "0 or 1: switch the encryption of the client's payloads off");
        if (checksum is not null && !Matches(text, checksum))
            return new BodyFault(BadChecksum, "crc", JsonText.Show(Encoding.UTF8.GetBytes(checksum), 40), $"{HashOf(text)}, the hash of the base64 text");
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return new BodyFault("intake.bad_base64", list is null ? "data" : "data_list", JsonText.Show(Encoding.UTF8.GetBytes(text), 100), "base64 (RFC 4648)");
        json = bytes.AsMemory(0, length);
        if (json.Span is [0x1f, 0x8b, ..] && IntakeBody.Inflate(json, out json) is { } broken)
            return broken;
        json = SurrogateUtf8.Joined(json);
        return null;

        // A plus that was not percent-encoded may have become a space on the way.
        static string Decoded(string value) => Uri.UnescapeDataString(value).Replace(' ', '+');
    }

    /// <summary>The checksum is Java's hash of the text; some write it as a signed number, some as an unsigned one.</summary>
    private static bool Matches(string text, string checksum) =>
        long.TryParse(checksum, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var sent) && (int)sent == HashOf(text);

    private static int HashOf(string text)
    {
        var hash = 0;
        foreach (var unit in text)
            hash = unchecked(31 * hash + unit);
        return hash;
    }
}
