using System.Text;
using System.Text.Json;
using System.Xml;

namespace Shiyu.WeCom.Callbacks;

/// <summary>The outer body of a callback: XML, or JSON with lower-case keys. Only the ciphertext matters; the rest is inside it again, signed.</summary>
internal static class Envelope
{
    /// <returns>The ciphertext; null when the body holds none.</returns>
    public static string? Encrypted(ReadOnlySpan<byte> body)
    {
        try
        {
            if (body is [0xEF, 0xBB, 0xBF, ..]) body = body[3..];
            var text = Encoding.UTF8.GetString(body).Trim();
            if (text is not ['{', ..]) return SafeXml.Parse(text).Element("Encrypt")?.Value.Trim() is { Length: > 0 } fromXml ? fromXml : null;
            using var json = JsonDocument.Parse(text);
            return json.RootElement.TryGetProperty("encrypt", out var encrypted) && encrypted.ValueKind == JsonValueKind.String
                && encrypted.GetString() is { Length: > 0 } fromJson ? fromJson : null;
        }
        catch (Exception e) when (e is XmlException or JsonException or InvalidOperationException)    // the last: a lone surrogate in JSON
        {
            return null;
        }
    }
}
