using System.Globalization;
using System.Text.Json;
using Shiyu.Engine.Facts;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Welcomes;

/// <summary>What operators do with welcome rules and media.</summary>
public sealed class WelcomeDesk
{
    private const int MediaMax = 9;
    private const int MembersMax = 500;

    private readonly IWeComHost _host;
    private readonly WelcomeBook _book;
    private readonly MediaBook _media;
    private readonly MediaKeeper _keeper;

    internal WelcomeDesk(IWeComHost host, WelcomeBook book, MediaBook media, MediaKeeper keeper) => (_host, _book, _media, _keeper) = (host, book, media, keeper);

    /// <summary>Rules, the most specific first.</summary>
    public IReadOnlyList<WelcomeRuleView> Rules => [.. WelcomeChooser.InOrder(_book.All, null, null).Select(View)];

    public async Task<(WelcomeRuleView? View, IReadOnlyList<ChannelRefusal> Refusals)> PutAsync(string name, WelcomeRequest asked)
    {
        var refusals = new List<ChannelRefusal>();
        void Refuse(string field, string given, string allowed) => refusals.Add(new ChannelRefusal(field, given, allowed));
        if (!ChannelReader.IsName(name)) Refuse("name", name, "1 to 30 letters, digits, '-' and '_'");
        if (asked.Channel is { Length: 0 or > 64 }) Refuse("channel", asked.Channel, "a channel code's name or another state, at most 64 characters");
        if (asked.Members is { Count: > MembersMax }) Refuse("members", $"{asked.Members.Count} members", $"at most {MembersMax}");
        if (asked.Times is { Count: > ShiftReader.Most }) Refuse("times", $"{asked.Times.Count} times", $"at most {ShiftReader.Most}");
        var times = (asked.Times ?? []).Select((time, at) => ShiftReader.Read(time, $"times/{at}", Refuse)).ToList();
        var material = asked.Material is { } given ? _host.Definitions.Materials.GetValueOrDefault(given) : null;
        if (material is null) Refuse("material", asked.Material ?? "nothing", "the name of a material");
        var media = asked.Media ?? [];
        if (media.Count + (material?.Link is null ? 0 : 1) > MediaMax) Refuse("media", $"{media.Count} media", $"at most {MediaMax}, the material's link among them");
        foreach (var unknown in media.Where(each => _media.Find(each) is null)) Refuse("media", unknown, "the name of one in GET /api/media");
        if (refusals.Count > 0) return (null, refusals);
        var rule = new WelcomeRule(name, asked.Channel, asked.Members ?? [], times, material!.Name, media);
        await _book.SaveAsync(rule).ConfigureAwait(false);
        return (View(rule), []);
    }

    /// <returns>False where there was none.</returns>
    public async Task<bool> RemoveAsync(string name)
    {
        if (_book.Find(name) is null) return false;
        await _book.RemoveAsync(name).ConfigureAwait(false);
        return true;
    }

    /// <summary>Which welcome somebody would get who adds a member by a channel at an instant.</summary>
    /// <param name="channel">Empty for none.</param>
    /// <param name="at">Null: now.</param>
    public WelcomePreview Preview(string member, string channel, DateTimeOffset? at)
    {
        var atMs = (at ?? _host.Clock.GetUtcNow()).ToUnixTimeMilliseconds();
        var considered = new List<ConsideredRule>();
        foreach (var (rule, whyNot) in _book.Consider(new WelcomeOccasion(channel, member, atMs)))
        {
            considered.Add(new ConsideredRule(rule.Name, rule.Material, rule.Specificity, whyNot));
            if (whyNot is not null) continue;
            var text = _host.Render(rule.Material, Values(channel))?.Text;
            return new WelcomePreview(Iso(atMs), rule.Name, rule.Material, text, rule.Media, _book.Attachments(rule).Missing, considered);
        }
        return new WelcomePreview(Iso(atMs), null, null, null, [], [], considered);
    }

    /// <summary>Media by name.</summary>
    public IReadOnlyList<MediaView> Media => [.. _media.All.Select(View)];

    /// <summary>Keeps a medium and uploads it at once; where WeCom refuses, it is kept and its fault says why.</summary>
    /// <returns>The medium, or why nothing was kept.</returns>
    public async Task<(MediaView? View, ChannelRefusal? Refusal)> PutMediaAsync(string name, string kind, string fileName, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (!ChannelReader.IsName(name)) return (null, new("name", name, "1 to 30 letters, digits, '-' and '_'"));
        if (MediaRules.KindOf(kind) is not { } known) return (null, new("kind", kind, "image, video or file"));
        if (MediaRules.WhyNot(known, fileName, bytes.Span) is { } refusal) return (null, refusal);
        await _media.AddAsync(name, known, fileName, bytes, stop).ConfigureAwait(false);
        await _keeper.KeepAsync(stop).ConfigureAwait(false);
        _keeper.Look();    // its next upload may come before what is waited for
        return (View(_media.Find(name)!), null);
    }

    /// <returns>Null where there was none; rules that use it, where it stays; otherwise an empty list.</returns>
    public async Task<IReadOnlyList<string>?> RemoveMediaAsync(string name)
    {
        if (_media.Find(name) is not { } media) return null;
        if (UsersOf(name) is { Count: > 0 } users) return users;
        await _media.RemoveAsync(media).ConfigureAwait(false);
        return [];
    }

    /// <summary>The original; null where there is none.</summary>
    public async Task<(byte[] Bytes, string FileName)?> MediaBytesAsync(string name, CancellationToken stop) =>
        _media.Find(name) is { } media ? (await _media.BytesAsync(media, stop).ConfigureAwait(false), media.FileName) : null;

    /// <summary>What a welcome's text may be filled with before anything is known of the customer.</summary>
    internal static Dictionary<string, JsonElement> Values(string channel)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (channel.Length > 0) values["channel"] = JsonSerializer.SerializeToElement(channel);
        return values;
    }

    private IReadOnlyList<string> UsersOf(string media) => [.. _book.All.Where(rule => rule.Media.Contains(media)).Select(rule => rule.Name)];

    private static WelcomeRuleView View(WelcomeRule rule) => new(
        rule.Name, rule.Channel, rule.Members, [.. rule.Times.Select(ChannelDesk.View)], rule.Material, rule.Media, rule.Specificity);

    private MediaView View(MediaRecord media) => new(
        media.Name, JsonNamingPolicy.SnakeCaseLower.ConvertName(media.Kind.ToString()), media.FileName, media.Length, _keeper.IdOf(media) is not null,
        media.MediaId is null ? null : Iso(media.ExpiresAtMs), media.Fault, UsersOf(media.Name));

    private string Iso(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms).ToOffset(TimeSpan.FromMilliseconds(_host.Zone.OffsetAt(new Instant(ms))))
        .ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
