using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Engine.Definitions;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Publishing;

/// <summary>Definitions that are being worked on: one draft for each, kept on the server, and in force only once it is published.</summary>
internal sealed class DraftDesk(IStore store, Writer writer, PlanLibrary plans, Publisher publisher, ImpactPreview preview, Func<DateTimeOffset> now)
{
    private const string Collection = "drafts";

    public IReadOnlyList<DraftView> List()
    {
        using var reader = store.OpenReader();
        var version = plans.Newest;
        return [.. reader.Documents(ShiyuRuntime.Workspace, Collection, "", DefinitionFolder.FilesMax).Select(document => View(version, document.Key, Read(document.Value!)))];
    }

    public DraftView? Show(string kind, string name)
    {
        var key = NamedFiles.Key(kind, name);
        return Find(key) is { } draft ? View(plans.Newest, key, draft) : null;
    }

    /// <summary>Keeps a draft as it is, also one that could not be published yet; the answer says what speaks against it.</summary>
    /// <param name="text">Null for a draft that takes the definition away.</param>
    /// <param name="basedOn">The version that it was made from, 0 for none; null: as before, or the one in force.</param>
    public async Task<DraftView> SaveAsync(string kind, string name, string? text, int? basedOn, string by)
    {
        var (version, key) = (plans.Newest, NamedFiles.Key(kind, name));
        var draft = new KeptDraft(
            text ?? "", basedOn ?? Find(key)?.BasedOn ?? version.Named.Now.GetValueOrDefault(key)?.Number ?? 0, now().ToUnixTimeMilliseconds(), by, Removes: text is null);
        await PutAsync(new Document(ShiyuRuntime.Workspace, Collection, key, JsonSerializer.SerializeToUtf8Bytes(draft, DraftJson.Default.KeptDraft)));
        return View(plans.Newest, key, draft);
    }

    /// <returns>Whether there was one.</returns>
    public async Task<bool> DropAsync(string kind, string name)
    {
        var key = NamedFiles.Key(kind, name);
        if (Find(key) is null) return false;
        await PutAsync(Forgotten(key));
        return true;
    }

    /// <param name="keys">As of <see cref="NamedFiles.Key"/>; each has a draft.</param>
    public async Task<PreviewedDefinitions> PreviewAsync(IReadOnlyList<string> keys, PublishRequest request, CancellationToken stop)
    {
        var drafts = keys.Select(key => (key, Find(key)!)).ToList();
        return OtherDefinitions(plans.Newest, drafts) is { Count: > 0 } others
            ? new PreviewedDefinitions(others, [], [], null, null)
            : await preview.ComputeAsync(version => Files(version, drafts), request, stop);
    }

    /// <summary>Publishes drafts together, all or nothing; then they are drafts no more.</summary>
    /// <param name="anyway">Also where a definition has been published anew since its draft was made: what came in between is replaced.</param>
    public async Task<PublishedDrafts> PublishAsync(IReadOnlyList<string> keys, PublishRequest request, bool anyway)
    {
        var drafts = new List<(string Key, KeptDraft Draft)>();
        foreach (var key in keys)
        {
            if (Find(key) is not { } draft) return new PublishedDrafts(null, key, null);
            drafts.Add((key, draft));
        }
        if (OtherDefinitions(plans.Newest, drafts) is { Count: > 0 } others) return new PublishedDrafts(new AppliedDefinitions(false, others, [], []), null, null);
        string? outdated = null;
        var applied = await publisher.PublishAsync(
            version =>
            {
                outdated = anyway ? null : drafts.FirstOrDefault(draft => (version.Named.Now.GetValueOrDefault(draft.Key)?.Number ?? 0) != draft.Draft.BasedOn).Key;
                return outdated is null ? Files(version, drafts) : null;
            },
            request with { Documents = [.. keys.Select(Forgotten)] });
        return new PublishedDrafts(applied, null, outdated);
    }

    private DraftView View(PlanVersion version, string key, KeptDraft draft)
    {
        var live = version.Named.Now.GetValueOrDefault(key);
        var path = PathOf(version, key);
        var parsed = DefinitionReader.ParseForLive(Files(version, [(key, draft)]));
        IReadOnlyList<Refusal> refusals = parsed.Refusals.IsEmpty ? OtherDefinitions(version, [(key, draft)]) : parsed.Refusals;
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return new DraftView(
            key[..slash], key[(slash + 1)..], path, draft.Text, draft.Removes, draft.BasedOn, live?.Number ?? 0, draft.BasedOn != (live?.Number ?? 0), ViewText.Time(version.Plan.Zone, draft.SavedAtMs), draft.By,
            refusals, parsed.Warnings);
    }

    /// <summary>A draft that names something else would take away what it is kept for.</summary>
    private static List<Refusal> OtherDefinitions(PlanVersion version, IEnumerable<(string Key, KeptDraft Draft)> drafts) =>
    [
        .. from draft in drafts
           where !draft.Draft.Removes
           let path = PathOf(version, draft.Key)
           let other = DefinitionReader.KeyOf(path, Encoding.UTF8.GetBytes(draft.Draft.Text))
           where other is not null && other != draft.Key
           select new Refusal("draft.other_definition", path, 1, "", other, $"the draft of {draft.Key} defines just that; a new definition has a draft of its own"),
    ];

    private static Dictionary<string, byte[]> Files(PlanVersion version, IEnumerable<(string Key, KeptDraft Draft)> drafts)
    {
        var files = version.Files.ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);
        foreach (var (key, draft) in drafts)
        {
            var path = PathOf(version, key);
            if (draft.Removes) files.Remove(path);
            else files[path] = Encoding.UTF8.GetBytes(draft.Text);
        }
        return files;
    }

    /// <summary>Where the definition's file stands; for a new one a place of its own.</summary>
    private static string PathOf(PlanVersion version, string key)
    {
        if (version.Named.Now.GetValueOrDefault(key) is { } live) return live.Path;
        var path = $"{key.Replace("/", "s/", StringComparison.Ordinal)}.yaml";
        while (version.Files.ContainsKey(path)) path = path.Replace(".yaml", "-new.yaml", StringComparison.Ordinal);
        return path;
    }

    private KeptDraft? Find(string key)
    {
        using var reader = store.OpenReader();
        return reader.Document(ShiyuRuntime.Workspace, Collection, key) is { } kept ? Read(kept) : null;
    }

    private static KeptDraft Read(byte[] kept) => JsonSerializer.Deserialize(kept, DraftJson.Default.KeptDraft)!;

    private static Document Forgotten(string key) => new(ShiyuRuntime.Workspace, Collection, key, null);

    private Task PutAsync(Document document)
    {
        var work = new PlainWork(commit => commit.Documents.Add(document));
        writer.Post(work);
        return work.Done;
    }
}

/// <param name="SavedAtMs">Unix ms, business time.</param>
/// <param name="Removes">It takes the definition away, and has no text.</param>
internal sealed record KeptDraft(string Text, int BasedOn, long SavedAtMs, string By, bool Removes = false);

[JsonSerializable(typeof(KeptDraft))]
internal sealed partial class DraftJson : JsonSerializerContext;
