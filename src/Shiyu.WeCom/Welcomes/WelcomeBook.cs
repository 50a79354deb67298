using System.Text.Json;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Channels;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Welcomes;

/// <summary>The welcome rules, in memory and in documents, and what they come to. Thread-safe; choosing waits for nothing.</summary>
internal sealed class WelcomeBook
{
    private const string Collection = "wecom.welcome";

    private readonly IWeComHost _host;
    private readonly ChannelBook _channels;
    private readonly MediaBook _media;
    private readonly MediaKeeper _keeper;
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, WelcomeRule> _known = new(StringComparer.Ordinal);

    public WelcomeBook(IWeComHost host, ChannelBook channels, MediaBook media, MediaKeeper keeper)
    {
        (_host, _channels, _media, _keeper) = (host, channels, media, keeper);
        foreach (var record in host.All(Collection)) _known[record.Key] = JsonSerializer.Deserialize(record.Value, WelcomeJson.Default.WelcomeRule)!;
    }

    /// <summary>Snapshot by name.</summary>
    public IReadOnlyList<WelcomeRule> All
    {
        get
        {
            lock (_lock) return [.. _known.Values];
        }
    }

    public WelcomeRule? Find(string name)
    {
        lock (_lock) return _known.GetValueOrDefault(name);
    }

    /// <summary>The workspace's clock and calendar.</summary>
    public Roster Roster => new(_host.Zone, _host.Definitions.Calendar);

    /// <summary>Which rule decides; one without a name is the code's own welcome, or the workspace's. Null where nobody says anything.</summary>
    public WelcomeRule? Choose(WelcomeOccasion occasion) =>
        WelcomeChooser.Choose(All, _channels.OfState(occasion.Channel), _host.Definitions.Workspace.Welcome, occasion, Roster);

    /// <summary>All that could decide, in the order in which they are asked, and what does not fit; null: this one decides.</summary>
    public IEnumerable<(WelcomeRule Rule, string? WhyNot)> Consider(WelcomeOccasion occasion) =>
        WelcomeChooser.InOrder(All, _channels.OfState(occasion.Channel), _host.Definitions.Workspace.Welcome)
            .Select(rule => (rule, WelcomeChooser.WhyNot(rule, occasion, Roster)));

    /// <summary>The rule's media as WeCom takes them; those that are not at WeCom now are named instead.</summary>
    public (IReadOnlyList<Attachment> Ready, IReadOnlyList<string> Missing) Attachments(WelcomeRule rule)
    {
        var (ready, missing) = (new List<Attachment>(), new List<string>());
        foreach (var name in rule.Media)
        {
            if (_media.Find(name) is { } media && _keeper.IdOf(media) is { } id) ready.Add(Of(media.Kind, new MediaPart(id)));
            else missing.Add(name);
        }
        return (ready, missing);
    }

    /// <summary>WeCom did not take the rule's media.</summary>
    public Task RefusedAsync(WelcomeRule rule) => _keeper.DropAsync(rule.Media);

    public async Task SaveAsync(WelcomeRule rule)
    {
        await _host.PutAsync([new(Collection, rule.Name, JsonSerializer.SerializeToUtf8Bytes(rule, WelcomeJson.Default.WelcomeRule))]).ConfigureAwait(false);
        lock (_lock) _known[rule.Name] = rule;
    }

    public async Task RemoveAsync(string name)
    {
        await _host.PutAsync([new(Collection, name, null)]).ConfigureAwait(false);
        lock (_lock) _known.Remove(name);
    }

    private static Attachment Of(MediaKind kind, MediaPart part) => kind switch
    {
        MediaKind.Image => new Attachment("image", Image: part),
        MediaKind.Video => new Attachment("video", Video: part),
        MediaKind.File => new Attachment("file", File: part),
        _ => throw new InvalidOperationException($"{kind} is no kind of media."),
    };
}
