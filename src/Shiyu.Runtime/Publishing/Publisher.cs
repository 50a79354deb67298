using Shiyu.Runtime.Backfilling;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Stepping;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Publishing;

/// <summary>
/// Publishes definitions, one set after another. Those that count what nobody has counted are prepared first: the history is read in the background, and only then does the
/// publication become a fact in the log. What was read is a cache of the log: a refold reads it again.
/// </summary>
/// <param name="nearRows">See <see cref="BackfillJob"/>.</param>
/// <param name="stepper">Who gives background work its turns; null for threads of its own.</param>
/// <param name="published">Called when what was published is in force for everybody.</param>
internal sealed class Publisher(
    IStore store, FoldLoop fold, Writer writer, PlanLibrary plans, TimeProvider clock, GivingWay way, int nearRows, IStepper? stepper, Action published) : IAsyncDisposable
{
    private readonly SemaphoreSlim _publishing = new(1);
    private readonly VersionsInUse _older = new(store, fold, writer, plans);
    private volatile Preparation? _preparation;
    private volatile bool _ending;

    /// <summary>The one under way, or the last one that was.</summary>
    public PublicationView? Publication => _preparation?.View();

    /// <summary>Begins anew what a restart has interrupted.</summary>
    /// <param name="failed">Told what kept it from being published for good.</param>
    public void Start(Action<Exception> failed)
    {
        using var reader = store.OpenReader();
        if (PendingPublication.Read(reader) is { } pending) _ = AgainAsync(pending.Files, pending.Request, failed);
    }

    /// <param name="files">Made from those in force once nobody else publishes; null: nothing is published after all.</param>
    /// <returns>Null where nothing was to be published.</returns>
    public async Task<AppliedDefinitions?> PublishAsync(Func<PlanVersion, IReadOnlyDictionary<string, byte[]>?> files, PublishRequest request)
    {
        if (Another() is { } other) return other;
        await _publishing.WaitAsync();
        try
        {
            if (Another() is { } begun) return begun;
            var before = plans.Newest;
            if (files(before) is not { } after) return null;
            var parsed = DefinitionReader.ParseForLive(after);
            if (parsed.Set is null) return new AppliedDefinitions(false, parsed.Refusals, parsed.Warnings, []);
            var changes = DefinitionReader.Compare(before.Files, after);
            if (changes.Any(change => change.Change != "unchanged"))
            {
                if (await PublishAsync(before, after, changes, request) is { } cancelled) return new AppliedDefinitions(false, [], [], []) { Instead = cancelled };
            }
            else if (request.Documents.Count > 0)
            {
                await WriteAsync(request.Documents);
            }
            return new AppliedDefinitions(true, [], parsed.Warnings, changes);
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <summary>The older versions that a publication keeps.</summary>
    public Task<HashSet<(string Sop, int Version)>> NeededAsync(PlanVersion version) => _older.NeededAsync(version);

    /// <returns>Null where none was being prepared.</returns>
    public async Task<PublicationView?> CancelAsync()
    {
        if (_preparation is not { IsUnderWay: true } preparation) return null;
        // Whoever publishes it writes that it is over; durable once nobody publishes.
        if (preparation.Cancel())
        {
            await _publishing.WaitAsync();
            _publishing.Release();
        }
        return preparation.View();
    }

    /// <summary>What is being prepared is left for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _ending = true;
        _preparation?.Cancel();
        await _publishing.WaitAsync();
        _publishing.Release();
    }

    /// <returns>Null when it is live; what was cancelled otherwise.</returns>
    private async Task<PublicationView?> PublishAsync(
        PlanVersion before, IReadOnlyDictionary<string, byte[]> files, IReadOnlyList<DefinitionChange> changes, PublishRequest request)
    {
        // Runs only ever leave an older version: one that has none now will have none when the publication is written.
        var older = await NeededAsync(before);
        PlanVersion Next(PlanVersion last, long position, long atMs, PlanVersion? compiled) => last.Published(
            position, atMs, files, request.By, request.Note, request.Choose, (sop, version) => older.Contains((sop, version)), compiled);

        var candidate = Next(before, long.MaxValue, before.AtMs, null);
        // So few rows the fold reads in no time, when it comes to the publication.
        if (store.LastPosition <= nearRows || candidate.BackfillFrom(before) is not { } needed)
        {
            await WriteAsync((last, position, atMs) => Next(last, position, atMs, candidate), request, request.Documents, null);
            return null;
        }
        using var job = new BackfillJob(needed, fold, way, store, nearRows, stepper);
        var preparation = new Preparation(job, request, changes, before.Plan.Zone, clock.GetUtcNow());
        await WriteAsync([PendingPublication.ToDocument(files, request)]);
        _preparation = preparation;
        request.Prepares?.Invoke(preparation.View());
        try
        {
            await job.RunAsync();
            if (!preparation.GoLive()) throw new OperationCanceledException();
            await WriteAsync((last, position, atMs) => Next(last, position, atMs, candidate), request, [.. request.Documents, PendingPublication.Over], job.Log);
            preparation.IsLive();
            return null;
        }
        catch (OperationCanceledException) when (!preparation.IsUnderWay)
        {
            // The program's end is no person's will.
            if (!_ending) await WriteAsync([PendingPublication.Over]);
            return preparation.View();
        }
        catch (Exception error)
        {
            preparation.Fail(error.Message);
            // It would fail again after the next start.
            if (!_ending) await WriteAsync([PendingPublication.Over]);
            throw;
        }
    }

    private async Task AgainAsync(IReadOnlyDictionary<string, byte[]> files, PublishRequest request, Action<Exception> failed)
    {
        try
        {
            // Another version of this program may refuse what an older one has accepted; then there is nothing to begin.
            if (await PublishAsync(_ => files, request) is { Applied: false, Instead: null }) await WriteAsync([PendingPublication.Over]);
        }
        catch (Exception error)
        {
            // What fails once it has begun is told by the publication.
            if (!_ending && _preparation is null) failed(error);
        }
    }

    private async Task WriteAsync(Func<PlanVersion, long, long, PlanVersion> publish, PublishRequest request, IReadOnlyList<Document> documents, LogBackfill? backfill)
    {
        var work = new DefinitionsWork(publish, request.By, request.Note, documents, plans, backfill);
        writer.Post(work);
        await fold.ThroughAsync(await work.Done);
        published();
    }

    private Task WriteAsync(IReadOnlyList<Document> documents)
    {
        var work = new PlainWork(commit => commit.Documents.AddRange(documents));
        writer.Post(work);
        return work.Done;
    }

    private AppliedDefinitions? Another() =>
        _preparation is { IsUnderWay: true } preparation ? new AppliedDefinitions(false, [], [], []) { Instead = preparation.View() } : null;
}
