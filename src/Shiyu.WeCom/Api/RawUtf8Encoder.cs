using System.Text.Encodings.Web;

namespace Shiyu.WeCom.Api;

/// <summary>
/// Escapes nothing but quotes, backslashes and control characters. WeCom refuses <c>\uXXXX</c> (40033), and the relaxed encoder of the base library
/// still writes emoji so.
/// </summary>
internal sealed unsafe class RawUtf8Encoder : JavaScriptEncoder
{
    public static readonly RawUtf8Encoder Instance = new();

    public override int MaxOutputCharactersPerInputCharacter => 6;

    public override bool WillEncode(int unicodeScalar) => MustEscape(unicodeScalar);

    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        for (var i = 0; i < textLength; i++)
        {
            if (MustEscape(text[i])) return i;
        }
        return -1;
    }

    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var escaped = unicodeScalar switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ => $"\\u{unicodeScalar:X4}",
        };
        numberOfCharactersWritten = escaped.Length <= bufferLength ? escaped.Length : 0;
        if (numberOfCharactersWritten == 0) return false;
        escaped.CopyTo(new Span<char>(buffer, bufferLength));
        return true;
    }

    private static bool MustEscape(int c) => c is < 0x20 or '"' or '\\';
}
