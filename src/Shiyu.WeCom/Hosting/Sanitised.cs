using System.Text;

namespace Shiyu.WeCom.Hosting;

/// <summary>Text as WeCom takes it: no control characters but line feed and tab, no lone surrogates.</summary>
internal static class Sanitised
{
    public static string Text(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())    // a lone surrogate comes as U+FFFD
        {
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t') clean.Append(rune.ToString());
        }
        return clean.ToString();
    }
}
