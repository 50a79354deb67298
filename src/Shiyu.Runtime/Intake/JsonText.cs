using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Shiyu.Runtime.Intake;

internal enum TextFault : byte { None, NotText, Empty, TooLong, Nul, LoneSurrogate }

/// <summary>Text out of JSON that becomes a key: an identity, an id, a name. Property values are not looked at; they are kept as received.</summary>
internal static class JsonText
{
    /// <summary>Reads the string at the reader; of 1–256 characters, no NUL, no lone surrogate.</summary>
    public static TextFault Read(ref Utf8JsonReader reader, out string text)
    {
        text = "";
        if (reader.TokenType != JsonTokenType.String)
            return TextFault.NotText;
        if (reader.ValueIsEscaped)
        {
            if (FaultOfEscapes(reader.ValueSpan) is var fault and not TextFault.None)
                return fault;
            text = reader.GetString()!;
        }
        else
        {
            text = Encoding.UTF8.GetString(reader.ValueSpan);
        }
        return text.Length == 0 ? TextFault.Empty : IsTooLong(text) ? TextFault.TooLong : TextFault.None;
    }

    /// <summary>More than 256 characters (code points).</summary>
    public static bool IsTooLong(string text) =>
        text.Length > IntakeLimits.TextCharactersMax
        && (text.Length > 2 * IntakeLimits.TextCharactersMax || text.EnumerateRunes().Count() > IntakeLimits.TextCharactersMax);

    /// <summary>
    /// Looks for <c>\u0000</c> and for surrogates without their other half among the escapes of a valid JSON string. One with bytes that are not UTF-8
    /// cannot be unescaped at all.
    /// </summary>
    public static TextFault FaultOfEscapes(ReadOnlySpan<byte> escaped)
    {
        if (!Utf8.IsValid(escaped))
            return TextFault.NotText;
        for (var i = escaped.IndexOf((byte)'\\'); i >= 0 && i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
                continue;
            i++;
            if (escaped[i] != 'u')
                continue;
            var unit = Hex(escaped.Slice(i + 1, 4));
            i += 4;
            if (unit == 0)
                return TextFault.Nul;
            if (unit is < 0xD800 or > 0xDFFF)
                continue;
            var paired = unit < 0xDC00 && i + 6 < escaped.Length && escaped[i + 1] == '\\' && escaped[i + 2] == 'u'
                && Hex(escaped.Slice(i + 3, 4)) is >= 0xDC00 and <= 0xDFFF;
            if (!paired)
                return TextFault.LoneSurrogate;
            i += 6;
        }
        return TextFault.None;
    }

    /// <summary>The beginning of some JSON, for people: at most <paramref name="max"/> characters, whatever the bytes are.</summary>
    public static string Show(ReadOnlySpan<byte> json, int max)
    {
        if (json.Length > 4 * max)
            json = json[..(4 * max)];
        var text = Encoding.UTF8.GetString(json);
        if (text.Length <= max)
            return text;
        return char.IsHighSurrogate(text[max - 1]) ? text[..(max - 1)] : text[..max];
    }

    public static string Describe(TextFault fault, ReadOnlySpan<byte> json) => fault switch
    {
        TextFault.Nul => $"text with NUL: {Show(json, 100)}",
        TextFault.LoneSurrogate => $"text with a lone surrogate: {Show(json, 100)}",
        TextFault.Empty => "the empty text",
        TextFault.TooLong => $"text of more than {IntakeLimits.TextCharactersMax} characters: {Show(json, 100)}",
        _ => Show(json, 100),
    };

    private static int Hex(ReadOnlySpan<byte> digits) => Convert.ToInt32(Encoding.ASCII.GetString(digits), 16);
}
