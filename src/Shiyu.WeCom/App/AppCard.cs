using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.App;

/// <summary>What a member reads in our app: a card with one place to go to, or plain text where there is none.</summary>
/// <param name="Url">Where one click leads; null: nowhere.</param>
/// <param name="Button">At most 4 characters.</param>
internal sealed record AppCard(string Title, string Text, Uri? Url, string Button)
{
    private const int TitleMost = 128;
    private const int DescriptionMost = 512;

    /// <summary>As WeCom takes it, cut to its limits.</summary>
    public Api.AppMessageRequest ToRequest(string member, int agentId) => Url is { } url
        ? new Api.AppMessageRequest(member, "textcard", agentId, Textcard: new Api.TextCard(Cut(Title, TitleMost), Cut(Text, DescriptionMost), url.AbsoluteUri, Button))
        // The whole of it is far below the 2,048 bytes that a text may have.
        : new Api.AppMessageRequest(member, "text", agentId, Text: new Api.TextPart($"{Cut(Title, TitleMost)}\n{Cut(Text, DescriptionMost)}"));

    private static string Cut(string text, int most)
    {
        var clean = Sanitised.Text(text);
        if (clean.Length <= most) return clean;
        // Never half a character.
        var end = char.IsHighSurrogate(clean[most - 2]) ? most - 2 : most - 1;
        return clean[..end] + "…";
    }
}
