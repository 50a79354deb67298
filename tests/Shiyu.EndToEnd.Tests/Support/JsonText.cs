using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shiyu.EndToEnd.Tests.Support;

/// <summary>JSON in one spelling, so that texts which common readers cannot hold (lone surrogates) can still be compared.</summary>
internal static partial class JsonText
{
    public static string Canonical(JsonElement value) => Canonical(value.GetRawText());

    /// <summary>No space between tokens, and every UTF-16 unit of a string as <c>\uXXXX</c>; numbers as they are written.</summary>
    public static string Canonical(string json) => Token().Replace(json, token => token.Value[0] switch
    {
        '"' => "\"" + Unit().Replace(token.Value[1..^1], Spelled) + "\"",
        _ => "",
    });

    private static string Spelled(Match unit)
    {
        var text = unit.Value switch
        {
            ['\\', 'u', ..] => ((char)int.Parse(unit.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
            "\\b" => "\b",
            "\\f" => "\f",
            "\\n" => "\n",
            "\\r" => "\r",
            "\\t" => "\t",
            ['\\', var other] => other.ToString(),
            var plain => plain,
        };
        var spelled = new StringBuilder();
        foreach (var one in text) spelled.Append(CultureInfo.InvariantCulture, $"\\u{(int)one:x4}");
        return spelled.ToString();
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|[ \t\r\n]+
        """)]
    private static partial Regex Token();

    [GeneratedRegex(@"\\u[0-9a-fA-F]{4}|\\.|[^\\]", RegexOptions.Singleline)]
    private static partial Regex Unit();
}
