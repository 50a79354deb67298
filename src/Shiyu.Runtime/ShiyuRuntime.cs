using System.Collections.Immutable;
using Shiyu.Engine.Conditions;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.ByHand;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Existing;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Learning;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Publishing;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Queries.Explaining;
using Shiyu.Runtime.Rehearsing.Jobs;
using Shiyu.Runtime.Time;
using Shiyu.Runtime.Writing;
using Shiyu.Store;
using Shiyu.Store.Sqlite;

namespace Shiyu.Runtime;

/// <summary>
/// The imperative shell of one workspace: takes events into the log, folds them, fires wake-ups, keeps deliveries, answers queries. Thread-safe.
/// </summary>
public sealed class ShiyuRuntime : IAsyncDisposable, IIntakeSink
{
    /// <summary>The one workspace of this installation; every row carries it.</summary>
    internal const int Workspace = 1;

    private readonly IStore _store;
    private readonly Writer _writer;
    private readonly FoldLoop _fold;
    private readonly IntakeLedger _ledger;
    private readonly LogTail _tail;
    private readonly CustomerDirectory _directory = new();
    private readonly PlanLibrary _plans;
    private readonly CustomerQueries _customers;
    private readonly TimelineQuery _timeline;
    private readonly ExplainQuery _explain;
    private readonly SopQueries _sops;
    private readonly DeliveryQueries _deliveries;
    private readonly RecordQueries _records;
    private readonly Overview _overview;
    private readonly RunStarter _starter;
    private readonly TaskDesk _tasks;
    private readonly PauseDesk _pauses;
    private readonly ExistingDesk _existing;
    private readonly Publisher _publisher;
    private readonly ImpactPreview _preview;
    private readonly DraftDesk _drafts;
    private readonly VersionQueries _versions;
    private readonly ValueDesk _values;
    private readonly GuardrailDesk _guardrail;
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _rejectedNumber;
    private bool _disposed;

    private ShiyuRuntime(RuntimeOptions options, IStore store)
    {
        _store = store;
        Wall = options.Wall;
        using var reader = store.OpenReader();
        var cursor = reader.Cursor(Workspace);
        var lastMs = Math.Max(cursor?.ClockMs ?? long.MinValue, store.LastPosition == 0 ? long.MinValue : reader.Row(store.LastPosition)!.Value.DecidedAtMs);
        DateTimeOffset? last = lastMs == long.MinValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(lastMs);
        Clock = options.Clock(last);
        var clock = new DecisionClock(Clock, lastMs);
        var tally = new Tally(reader.Counters(Workspace));
        _rejectedNumber = tally.Total(Counts.Rejected);
        _ledger = new IntakeLedger(Wall, options.IntakeQueueMax, tally.Total(Counts.Accepted), tally.Total(Counts.Folded), _rejectedNumber);
        _ledger.Restore(MergeRecords.AllRefused(reader));
        _plans = new PlanLibrary(reader);
        foreach (var identity in reader.Identities(Workspace))
            _directory.Restore(new Identity((IdentityKind)identity.Kind, identity.Value), identity.Customer);

        var lists = new FactLists();
        _tail = new LogTail(store);
        _writer = new Writer(store, clock, _directory, lists, group => _fold!.Enqueue(group), Fail, options.Stepper) { Appended = _tail.Grew };
        _fold = new FoldLoop(
            store, Clock, Wall, clock, _plans, tally, options.CheckpointEveryFacts, lists,
            output => _writer.Post(new FoldOutputWork(output, _ledger, planned => Deliveries!.Planned(planned))), Fail, options.Decided, options.Stepper)
        {
            Drained = (sop, publication) => _ = OpenAsync(sop, publication),
        };
        Deliveries = new DeliveryDesk(store, _fold, _writer, _directory, _plans, _ledger);
        Standing = new StandingDesk(store, _fold, _directory, _plans);
        _customers = new CustomerQueries(store, _fold, _directory, _plans);
        _timeline = new TimelineQuery(store, _fold, _directory, _plans);
        _explain = new ExplainQuery(store, _fold, _directory, _plans);
        _sops = new SopQueries(_fold, _plans);
        _deliveries = new DeliveryQueries(store, _fold, _directory, _plans);
        _records = new RecordQueries(store, _directory, _plans);
        _overview = new Overview(_fold, _plans, Clock, Wall);
        _starter = new RunStarter(store, _fold, _directory, _plans, this);
        _tasks = new TaskDesk(store, _fold, _writer, _directory, _plans, _ledger, Deliveries);
        _pauses = new PauseDesk(_fold, _writer, _plans, Deliveries);
        _existing = new ExistingDesk(store, _fold, _writer, _directory, _plans, _ledger, Clock);
        var way = new GivingWay(_ledger);
        _publisher = new Publisher(store, _fold, _writer, _plans, Clock, way, options.BackfillNearRows, options.Stepper, _existing.LookAgain);
        _preview = new ImpactPreview(store, _fold, _publisher, _plans);
        _drafts = new DraftDesk(store, _writer, _plans, _publisher, _preview, Clock.GetUtcNow);
        _versions = new VersionQueries(_fold, _plans);
        _values = new ValueDesk(store, _fold, _writer, _directory, _plans);
        _guardrail = new GuardrailDesk(store, _fold, _writer, _plans, Deliveries);
        Rehearsals = new RehearsalDesk(store, _fold, _directory, _plans, way, Clock);
    }

    /// <summary>Opens the store, refolds what a crash left unfolded, and starts.</summary>
    /// <exception cref="StoreException">The folder is held by another server, or cannot be read or written.</exception>
    public static Task<ShiyuRuntime> OpenAsync(RuntimeOptions options, CancellationToken stop) => Task.Run(
        () =>
        {
            var store = options.OpenStore?.Invoke()
                ?? SqliteStore.Open(new StoreOptions { Folder = options.DataFolder, EventIdOf = LogBody.EventIdOf, Time = options.Wall, Warn = options.Warn });
            try
            {
                var runtime = new ShiyuRuntime(options, store);
                runtime._writer.Start();
                runtime._fold.Recover(runtime._directory);
                runtime._fold.Start();
                runtime._existing.Start(runtime.Fail);
                runtime._publisher.Start(runtime.Fail);
                runtime.IsReady = true;
                return runtime;
            }
            catch
            {
                store.Dispose();
                throw;
            }
        },
        stop);

    /// <summary>Business time.</summary>
    public BusinessClock Clock { get; }

    /// <summary>Wall time.</summary>
    public TimeProvider Wall { get; }

    /// <summary>Whether everything of before the start has been folded and the writer is well.</summary>
    public bool IsReady
    {
        get => field && !_failure.Task.IsCompleted;
        private set;
    }

    /// <summary>Completes with the error if the writer or the fold fails for good (disk full …): the host stops then.</summary>
    public Task Failure => _failure.Task;

    private void Fail(Exception error) => _failure.TrySetException(error);

    /// <summary>The last run of an SOP's older versions has ended.</summary>
    private async Task OpenAsync(string sop, long publication)
    {
        var work = new OpenWork(sop, publication, _plans);
        _writer.Post(work);
        if (await work.Done is not { } position) return;
        await _fold!.ThroughAsync(position);
        _existing!.LookAgain();
    }

    // ---- intake

    /// <inheritdoc/>
    public Task<IntakeResult> AcceptAsync(IntakeBatch batch)
    {
        if (batch.Events.Count == 0) return Task.FromResult(new IntakeResult(0, 0));
        var places = batch.Events.Sum(incoming => (long)incoming.Places);
        if (!_ledger.TryEnter(places)) throw new IntakeBusyException(TimeSpan.FromSeconds(1));
        var work = new IntakeWork(batch, places, _ledger);
        _writer.Post(work);
        return work.Done;
    }

    /// <inheritdoc/>
    public async Task RejectAsync(IReadOnlyList<RejectedItem> items)
    {
        if (items.Count == 0) return;
        var last = Interlocked.Add(ref _rejectedNumber, items.Count);
        var atMs = Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var work = new PlainWork(commit =>
        {
            commit.Counters.Add(new CounterDelta(Workspace, Counts.Rejected, items.Count));
            // Of a flood only the newest stay listed; all are counted.
            for (var i = Math.Max(0, items.Count - RecordQueries.RejectedKept); i < items.Count; i++)
            {
                var number = last - items.Count + 1 + i;
                commit.Documents.Add(RecordQueries.ToDocument(items[i], atMs, number));
                if (number > RecordQueries.RejectedKept) commit.Documents.Add(RecordQueries.Forget(number - RecordQueries.RejectedKept));
            }
        });
        _writer.Post(work);
        await work.Done;
        _ledger.Rejected(items.Count);
    }

    public IntakeStatus Status => _ledger.Status;

    /// <inheritdoc/>
    public bool Knows(Identity identity) => _directory.Find(identity) is not null;

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, string> EventNames => _plans.Newest.Plan.Definitions.EventNames;

    /// <inheritdoc/>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <inheritdoc/>
    public long FromLocalMs(long localMs) => _plans.Newest.Plan.Zone.FromLocalMs(localMs).UnixMs;

    /// <summary>The time zone of the definitions in force.</summary>
    public ZoneTable Zone => _plans.Newest.Plan.Zone;

    /// <summary>When the calendar day of an instant began in the workspace's zone, Unix ms.</summary>
    public long DayStartMs(long atMs)
    {
        const long DayMs = 86_400_000;
        var local = _plans.Newest.Plan.Zone.ToLocalMs(new Instant(atMs));
        return FromLocalMs(local - (((local % DayMs) + DayMs) % DayMs));
    }

    /// <summary>The instant of a clock time on the calendar day of an instant, in the workspace's zone, Unix ms.</summary>
    /// <param name="minute">Minutes since midnight on the wall clock.</param>
    public long ClockTimeMs(long atMs, int minute)
    {
        var zone = _plans.Newest.Plan.Zone;
        return FromLocalMs(zone.ToLocalMs(new Instant(DayStartMs(atMs))) + (minute * 60_000L));
    }

    /// <summary>An instant as the API writes it: ISO 8601 in the workspace's zone.</summary>
    public string TimeText(long unixMs) => ViewText.Time(_plans.Newest.Plan.Zone, unixMs);

    // ---- definitions

    /// <summary>The definitions in force.</summary>
    public DefinitionSet Definitions => _plans.Newest.Plan.Definitions;

    /// <summary>The files they came from: path → bytes as applied.</summary>
    public IReadOnlyDictionary<string, byte[]> DefinitionFiles => _plans.Newest.Files;

    /// <summary>
    /// All or nothing: the whole set of files replaces the one in force and is itself a fact in the log; existing customers are asked again.
    /// Completes when that has been decided for every customer.
    /// </summary>
    /// <param name="request">Null: by a program, without a choice.</param>
    public async Task<AppliedDefinitions> ApplyAsync(IReadOnlyDictionary<string, byte[]> files, PublishRequest? request = null) =>
        (await _publisher.PublishAsync(_ => files, request ?? PublishRequest.Applied))!;

    /// <summary>
    /// The publication that is being prepared, or the last one since the start that had to be: one that counts what nobody has counted reads the history first, in the
    /// background. Null where there was none.
    /// </summary>
    public PublicationView? Publication => _publisher.Publication;

    /// <summary>Gives up the publication that is being prepared, unless it is going live already.</summary>
    /// <returns>What became of it; null where none was being prepared.</returns>
    public Task<PublicationView?> CancelPublicationAsync() => _publisher.CancelAsync();

    /// <summary>What publishing files would do. Nothing is changed.</summary>
    public Task<PreviewedDefinitions> PreviewAsync(IReadOnlyDictionary<string, byte[]> files, PublishRequest request, CancellationToken stop) =>
        _preview.ComputeAsync(_ => files, request, stop);

    /// <summary>The versions of an SOP, newest first; null when there never was one of this name.</summary>
    public Task<IReadOnlyList<SopVersionView>?> VersionsAsync(string sop) => _versions.ListAsync(sop);

    /// <summary>One version's file; null when there never was one of this number.</summary>
    public Task<SopVersionFile?> VersionAsync(string sop, int number) => _versions.FileAsync(sop, number);

    /// <summary>The definitions in force, by kind and name.</summary>
    public IReadOnlyList<DefinitionInForce> InForce() =>
    [
        .. _plans.Newest.Named.Now.OrderBy(named => named.Key, StringComparer.Ordinal)
            .Select(named => new DefinitionInForce(named.Key.Split('/')[0], named.Key.Split('/')[1], named.Value.Path, named.Value.Number)),
    ];

    public bool IsInForce(string kind, string name) => _plans.Newest.Named.Now.ContainsKey(NamedFiles.Key(kind, name));

    // ---- drafts: definitions that are being worked on, in force only once they are published; kinds and names as in files

    public Task<IReadOnlyList<DraftView>> DraftsAsync() => Task.Run(_drafts.List);

    /// <returns>Null where there is none.</returns>
    public Task<DraftView?> DraftAsync(string kind, string name) => Task.Run(() => _drafts.Show(kind, name));

    /// <summary>Keeps a draft, also one that could not be published yet.</summary>
    /// <param name="basedOn">The version that it was made from, 0 for none; null: as before, or the one in force.</param>
    public Task<DraftView> SaveDraftAsync(string kind, string name, string? text, int? basedOn, string by) => _drafts.SaveAsync(kind, name, text, basedOn, by);

    /// <returns>Whether there was one.</returns>
    public Task<bool> DropDraftAsync(string kind, string name) => _drafts.DropAsync(kind, name);

    /// <summary>What publishing drafts together would do. Nothing is changed.</summary>
    /// <param name="drafts"><c>kind/name</c>; each is there.</param>
    public Task<PreviewedDefinitions> PreviewDraftsAsync(IReadOnlyList<string> drafts, PublishRequest request, CancellationToken stop) => _drafts.PreviewAsync(drafts, request, stop);

    /// <summary>Publishes drafts together, all or nothing.</summary>
    /// <param name="drafts"><c>kind/name</c>.</param>
    /// <param name="anyway">Also over versions that were published since a draft was made.</param>
    public Task<PublishedDrafts> PublishDraftsAsync(IReadOnlyList<string> drafts, PublishRequest request, bool anyway) => _drafts.PublishAsync(drafts, request, anyway);

    // ---- queries (see Views.cs); ids and cursors are opaque texts. An unknown cursor or identity is a FormatException.

    /// <param name="identity"><c>kind:value</c>, exact; or null.</param>
    /// <param name="tag"><c>GROUP/TAG</c>; or null.</param>
    /// <param name="search">Part of a name or of an identity's value; or null.</param>
    public Task<Page<CustomerSummary>> CustomersAsync(string? identity, string? tag, string? search, string? cursor, int limit) =>
        _customers.ListAsync(identity, tag, search, cursor, limit);

    public Task<CustomerDetail?> CustomerAsync(string id) => _customers.ShowAsync(id);

    public Task<Page<TimelineEntry>?> TimelineAsync(string id, string? kind, string? cursor, int limit) => _timeline.ListAsync(id, kind, cursor, limit);

    /// <summary>Why an SOP does or does not do something for a customer.</summary>
    /// <param name="atMs">Any instant so far, Unix ms; null: now.</param>
    public Task<ExplainAnswer> ExplainAsync(string id, string sop, long? atMs) => _explain.ExplainAsync(id, sop, atMs);

    /// <summary>How many customers a condition holds for now, over their whole histories.</summary>
    public Task<long> CountAsync(Condition condition, CancellationToken stop) => _customers.CountAsync(condition, stop);

    public Task<IReadOnlyList<SopSummary>> SopsAsync() => _sops.ListAsync();

    public Task<SopDetail?> SopAsync(string sop) => _sops.ShowAsync(sop);

    public IReadOnlyList<AudienceView> Audiences() => _sops.Audiences();

    public Task<Page<DeliveryView>> DeliveriesAsync(DeliveryState? state, string? customer, string? sop, string? kind, string? cursor, int limit) =>
        _deliveries.ListAsync(state, customer, sop, kind, cursor, limit);

    public Task<OverviewView> OverviewAsync() => _overview.ShowAsync();

    public ClockView ClockNow => _overview.Clock();

    public Task<IReadOnlyList<TagGroupView>> TagsAsync() => _overview.TagsAsync();

    public Task<Page<MergeView>> MergesAsync(string? cursor, int limit) => Task.Run(() => _records.Merges(cursor, limit));

    public Task<Page<RejectionView>> RejectionsAsync(string? cursor, int limit) => Task.Run(() => _records.Rejections(cursor, limit));

    // ---- by hand

    /// <summary>The customer's id, as the API writes it, of an id or an identity <c>kind:value</c>; null when there is no such customer.</summary>
    public string? FindCustomer(string idOrIdentity) =>
        (CustomerNumber.Parse(idOrIdentity) is { } number ? _directory.Known(number) : Identity.Parse(idOrIdentity) is { } identity ? _directory.Find(identity) : null)
            is { } found ? CustomerNumber.ToText(found) : null;

    /// <summary>
    /// Starts a run by hand, whatever the SOP's trigger: becomes the event <c>sop.start</c>. Completes when it is decided whether a run started.
    /// </summary>
    /// <param name="customer">An id from <see cref="FindCustomer"/>.</param>
    /// <returns>Null when no SOP in force has this name.</returns>
    /// <exception cref="IntakeBusyException">The queue is full: nothing was taken.</exception>
    public async Task<HandStart?> StartAsync(string sop, string customer) =>
        Definitions.Sops.Any(known => known.Name == sop) ? await _starter.StartAsync(sop, CustomerNumber.Parse(customer)!.Value) : null;

    /// <summary>
    /// Finishes an advisor's task, once: becomes the event <c>task.done</c>, and the delivery is delivered. Completes when the event has been decided on.
    /// </summary>
    /// <param name="delivery">The delivery's id.</param>
    /// <returns>What the task came to the first time; null when there is no such task.</returns>
    /// <exception cref="IntakeBusyException">The queue is full: nothing was taken.</exception>
    public async Task<FinishedTask?> FinishTaskAsync(string delivery, string outcome, string? note) =>
        DeliveryIds.Parse(delivery) is { } id ? await _tasks.FinishAsync(id, outcome, note) : null;

    /// <summary>What advisors have yet to do, those first that are due first.</summary>
    /// <param name="member">Only those of one member; null for everybody's, also those that nobody has been given.</param>
    public async Task<IReadOnlyList<DeliveryView>> OpenTasksAsync(string? member) => await _deliveries.ViewsAsync(
        [.. Deliveries.OpenTasks().Where(task => member is null || task.Member == member).OrderBy(task => task.DueAtMs).ThenBy(task => task.Sequence)]);

    /// <summary>Changes advisors' tasks that are still open; those that were finished meanwhile are left out.</summary>
    /// <param name="documents">What is written in the same transaction, of those that are changed.</param>
    /// <returns>Those that were changed.</returns>
    public Task<IReadOnlyList<Delivery>> ChangeOpenTasksAsync(IReadOnlyList<Delivery> changed, Func<IReadOnlyList<Delivery>, IReadOnlyList<Document>> documents) =>
        _tasks.ChangeOpenAsync(changed, documents);

    /// <summary>
    /// Pauses an SOP: its runs stand still until it is resumed, and nothing of it is handed over. What ends runs ends them all the same. Completes when it is in
    /// force for every customer; null when no SOP in force has this name.
    /// </summary>
    public Task<SopPauseView?> PauseAsync(string sop) => _pauses.PauseAsync(sop);

    /// <summary>Resumes a paused SOP; null when no SOP in force has this name.</summary>
    /// <param name="drop">Messages that became due meanwhile are dropped; otherwise they go unless they have expired.</param>
    public async Task<SopPauseView?> ResumeAsync(string sop, bool drop)
    {
        var resumed = await _pauses.ResumeAsync(sop, drop);
        _existing.LookAgain();
        return resumed;
    }

    /// <summary>Which existing customers would enter an SOP now, and how long that takes at a pace (null: the SOP's own). Changes nothing.</summary>
    public Task<ExistingAnswer> PreviewExistingAsync(string sop, Pace? pace) => _existing.PreviewAsync(sop, pace);

    /// <summary>
    /// Begins to let those existing customers into an SOP, one after another at a pace (null: the SOP's own). Each turn is the event <c>sop.let_in</c>, and
    /// whether a run starts is decided then. It goes on after a restart, waits while the SOP is paused, and ends with the SOP.
    /// </summary>
    public Task<ExistingAnswer> StartExistingAsync(string sop, Pace? pace) => _existing.StartAsync(sop, pace);

    /// <summary>Lets nobody more in; a repeat changes nothing.</summary>
    public Task<ExistingAnswer> StopExistingAsync(string sop) => _existing.StopAsync(sop);

    /// <summary>How the newest letting-in of an SOP stands.</summary>
    public Task<ExistingAnswer> ExistingAsync(string sop) => _existing.ShowAsync(sop);

    // ---- learning

    /// <summary>Whether the definitions in force use what messages are worth.</summary>
    public bool UsesValues => _values.IsAsked;

    /// <summary>When to learn next after an instant: at four in the morning on the workspace's clock, when nobody is written to.</summary>
    public DateTimeOffset NextLearning(DateTimeOffset after)
    {
        const long DayMs = 86_400_000;
        const long FourMs = 4 * 3_600_000;
        var zone = _plans.Newest.Plan.Zone;
        var local = zone.ToLocalMs(Instant.From(after));
        var next = local - FourMs - PositiveRest(local - FourMs, DayMs) + DayMs + FourMs;
        return zone.FromLocalMs(next).ToDateTimeOffset();

        static long PositiveRest(long value, long by) => ((value % by) + by) % by;
    }

    /// <summary>Learns what messages are worth from what came of those delivered so far; completes when everyone is decided by it.</summary>
    public async Task<LearnedView> LearnAsync(CancellationToken stop)
    {
        await _values.LearnAsync(stop);
        return Learned();
    }

    /// <summary>What was learned last.</summary>
    public LearnedView Learned() => LearnedView.Of(_plans.Newest);

    /// <summary>
    /// Counts what the log has got since the last call, and stops steps and materials after which too many delete the friendship. To be called again and again.
    /// </summary>
    public Task WatchGuardrailAsync(CancellationToken stop) => _guardrail.WatchAsync(stop);

    /// <summary>What is stopped now.</summary>
    public IReadOnlyList<GuardrailStopView> GuardrailStops() => GuardrailStopView.AllOf(_plans.Newest);

    /// <summary>Lets something go again. False when nothing of that name is stopped.</summary>
    /// <param name="what"><c>step:SOP/STEP</c> or <c>material:NAME</c>.</param>
    public Task<bool> ResumeStoppedAsync(string what) => _guardrail.ResumeAsync(what);

    // ---- rehearsals

    /// <summary>What drafts would have done on the log so far.</summary>
    public RehearsalDesk Rehearsals { get; }

    // ---- deliveries

    /// <summary>Work on deliveries: what is planned, whether it may still go, and what became of it.</summary>
    public DeliveryDesk Deliveries { get; }

    // ---- the log, for those who follow it by a position of their own

    /// <summary>The next stretch after a position: events of these names, and merges.</summary>
    public LogPage ReadLog(long after, IReadOnlySet<string> names) => _tail.Read(after, names);

    /// <summary>Completes once the log holds more than that position.</summary>
    public Task WaitForLogAsync(long after, CancellationToken stop) => _tail.WaitAsync(after, stop);

    /// <summary>Whether what was handed over and waits for a person is still wanted.</summary>
    public StandingDesk Standing { get; }

    // ---- documents: small records under (collection, key)

    public byte[]? Document(string collection, string key)
    {
        using var reader = _store.OpenReader();
        return reader.Document(Workspace, collection, key);
    }

    /// <summary>Documents with a key after <paramref name="after"/>, by key (ordinal).</summary>
    public IReadOnlyList<Document> Documents(string collection, string after = "", int limit = 500)
    {
        using var reader = _store.OpenReader();
        return reader.Documents(Workspace, collection, after, limit);
    }

    /// <summary>Puts, or with a null value deletes. Durable when completed.</summary>
    public Task PutDocumentsAsync(IReadOnlyList<Document> documents)
    {
        var work = new PlainWork(commit => commit.Documents.AddRange(documents.Select(document => document with { Workspace = Workspace })));
        _writer.Post(work);
        return work.Done;
    }

    /// <summary>Folds and writes what is waiting, checkpoints the states, closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _overview.Dispose();
        await _existing.DisposeAsync();
        await _publisher.DisposeAsync();
        await Task.Run(() =>
        {
            Rehearsals.Dispose();
            _writer.Drain();
            _fold.Stop();
            _writer.Stop();
            _store.Dispose();
        });
    }
}

/// <param name="Refusals">When not empty nothing was applied.</param>
/// <param name="Changes">One line per definition added, changed, removed or unchanged.</param>
public sealed record AppliedDefinitions(
    bool Applied, IReadOnlyList<Refusal> Refusals, IReadOnlyList<Warning> Warnings, IReadOnlyList<DefinitionChange> Changes)
{
    /// <summary>The publication that is being prepared, so that nothing else can be published; or this one itself, when it was cancelled.</summary>
    public PublicationView? Instead { get; init; }
}

/// <param name="Kind"><c>group</c>, <c>sop</c>, <c>audience</c>, <c>material</c>, <c>workspace</c> or <c>dictionary</c>.</param>
/// <param name="Change"><c>added</c>, <c>changed</c>, <c>removed</c> or <c>unchanged</c>.</param>
public sealed record DefinitionChange(string Kind, string Name, string Change);
