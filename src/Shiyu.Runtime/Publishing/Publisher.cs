using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Writing;

namespace Shiyu.Runtime.Publishing;

/// <summary>Publishes definitions, one set after another.</summary>
/// <param name="published">Called when what was published is in force for everybody.</param>
internal sealed class Publisher(FoldLoop fold, Writer writer, PlanLibrary plans, Action published)
{
    private readonly SemaphoreSlim _publishing = new(1);

    /// <param name="files">Made from those in force once nobody else publishes; null: nothing is published after all.</param>
    /// <returns>Null where nothing was to be published.</returns>
    public async Task<AppliedDefinitions?> PublishAsync(Func<PlanVersion, IReadOnlyDictionary<string, byte[]>?> files, PublishRequest request)
    {
        await _publishing.WaitAsync();
        try
        {
            var before = plans.Newest;
            if (files(before) is not { } after) return null;
            var parsed = DefinitionReader.ParseForLive(after);
            if (parsed.Set is null) return new AppliedDefinitions(false, parsed.Refusals, parsed.Warnings, []);
            var changes = DefinitionReader.Compare(before.Files, after);
            if (changes.Any(change => change.Change != "unchanged"))
            {
                // Runs only ever leave an older version: one that has none now will have none when the publication is written.
                var going = await GoingAsync(before);
                var work = new DefinitionsWork(
                    (last, position, atMs) => last.Published(position, atMs, after, request.By, request.Note, request.Choose, (sop, version) => going.Contains((sop, version))),
                    request.By, request.Note, request.Documents, plans);
                writer.Post(work);
                await fold.ThroughAsync(await work.Done);
                published();
            }
            else if (request.Documents.Count > 0)
            {
                var work = new PlainWork(commit => commit.Documents.AddRange(request.Documents));
                writer.Post(work);
                await work.Done;
            }
            return new AppliedDefinitions(true, [], parsed.Warnings, changes);
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <summary>The older versions that have runs.</summary>
    public Task<HashSet<(string Sop, int Version)>> GoingAsync(PlanVersion version) => fold.AskAsync(() =>
        version.Ledger.Older.SelectMany(sop => sop.Value, (sop, number) => (Sop: sop.Key, Version: number)).Where(at => fold.Runs[at.Sop, at.Version] > 0).ToHashSet());
}
