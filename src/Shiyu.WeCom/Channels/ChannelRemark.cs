using System.Globalization;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Channels;

/// <summary>The remark that a channel gives customers.</summary>
internal static class ChannelRemark
{
    private const string Name = "{name}";

    /// <summary>WeCom's limit, in characters.</summary>
    private const int Most = 20;

    /// <summary>Fills the customer's name in, cut so that the rest of the remark stays whole.</summary>
    public static string Fill(string remark, string name)
    {
        var room = Math.Max(0, Most - remark.Replace(Name, "", StringComparison.Ordinal).Length);
        var filled = remark.Replace(Name, Cut(Sanitised.Text(name), room), StringComparison.Ordinal);
        return Cut(filled, Most);
    }

    /// <summary>Never through the middle of a character that is written in several.</summary>
    private static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        var end = 0;
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext() && elements.ElementIndex + elements.GetTextElement().Length <= most) end = elements.ElementIndex + elements.GetTextElement().Length;
        return text[..end];
    }
}
