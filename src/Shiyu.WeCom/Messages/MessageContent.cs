using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shiyu.Runtime.Deliveries;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>What a customer reads, in the form and within the limits of WeCom. Equal content has an equal hash.</summary>
public sealed record MessageContent(string Text, LinkPart? Link)
{
    /// <summary>Bytes of UTF-8.</summary>
    public const int TextMaxBytes = 4_000;

    public static MessageContent Of(RenderedMaterial material) => new(
        Sanitised.Text(material.Text),
        material.Link is { } link
            ? new LinkPart(Sanitised.Text(link.Title), Empty(link.PictureUrl), Empty(link.Description) is { } text ? Sanitised.Text(text) : null, link.Url)
            : null);

    public string Hash => field ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', new[] { Text, Link?.Title, Link?.Url, Link?.Desc, Link?.Picurl }
            .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part?.Length ?? -1}:{part}"))))));

    /// <summary>Which limit it breaks, with the figure; null when it may go.</summary>
    public string? Fault =>
        Text.Length == 0 && Link is null ? "content:empty"
        : Over("text", Text, TextMaxBytes) ?? Over("link.title", Link?.Title, 128) ?? Over("link.description", Link?.Desc, 512)
            ?? Over("link.url", Link?.Url, 2_048) ?? Over("link.picture", Link?.Picurl, 2_048);

    internal TextPart? TextPart => Text.Length > 0 ? new TextPart(Text) : null;

    internal IReadOnlyList<Attachment>? Attachments => Link is { } link ? [new Attachment("link", link)] : null;

    /// <summary>Whether a listed message says the same. Pictures are left out: WeCom may list them under an address of its own.</summary>
    internal bool IsThatOf(ListedMessage listed)
    {
        var links = (listed.Attachments ?? []).ToList();
        return (listed.Text?.Content ?? "").Trim() == Text.Trim()
            && links.Count == (Link is null ? 0 : 1)
            && (Link is null || (links[0].Msgtype == "link" && links[0].Link is { } link && link.Url == Link.Url && link.Title == Link.Title));
    }

    private static string? Over(string part, string? text, int maxBytes) =>
        text is not null && Encoding.UTF8.GetByteCount(text) is var bytes && bytes > maxBytes ? $"content:{part} has {bytes} bytes, at most {maxBytes}" : null;

    private static string? Empty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
