using System.Globalization;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Rehearsing.Reporting;
using Shiyu.Runtime.Time;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Rehearsing.Jobs;

/// <summary>Rehearsals on the running server's log: one at a time, the last few kept in memory until the server ends. Nothing of them is a fact.</summary>
public sealed class RehearsalDesk : IDisposable
{
    private const int KeptMax = 5;
    private const int DraftsMax = 2;
    private const int FilesMax = 200;

    private static readonly Duration s_aheadMax = Duration.Days(366);

    private readonly IStore _store;
    private readonly FoldLoop _fold;
    private readonly CustomerDirectory _directory;
    private readonly PlanLibrary _plans;
    private readonly GivingWay _way;
    private readonly BusinessClock _clock;
    private readonly Lock _lock = new();
    private readonly List<RehearsalJob> _jobs = [];
    private int _number;

    internal RehearsalDesk(IStore store, FoldLoop fold, CustomerDirectory directory, PlanLibrary plans, GivingWay way, BusinessClock clock) =>
        (_store, _fold, _directory, _plans, _way, _clock) = (store, fold, directory, plans, way, clock);

    /// <summary>Begins a rehearsal, or says why not.</summary>
    public RehearsalStart Start(RehearsalRequest request)
    {
        if (request.Drafts.Count is < 1 or > DraftsMax)
            return new RehearsalStart.Invalid("drafts", request.Drafts.Count.ToString(CultureInfo.InvariantCulture), $"1 to {DraftsMax}");
        var live = _plans.Newest;
        var zone = live.Plan.Zone;
        if (Read("from", request.From, zone, out var from) is { } wrongFrom) return wrongFrom;
        if (Read("to", request.To, zone, out var to) is { } wrongTo) return wrongTo;
        if (from is { } begin && to is { } end && end <= begin) return new RehearsalStart.Invalid("to", request.To!, "a time after 'from'");
        var now = Instant.From(_clock.GetUtcNow());
        if (to - s_aheadMax > now) return new RehearsalStart.Invalid("to", request.To!, "at most a year ahead");

        var drafts = new List<RehearsedDraft>();
        foreach (var draft in request.Drafts)
        {
            if (draft.Files.Count > FilesMax) return new RehearsalStart.Invalid($"drafts[{drafts.Count}].files", $"{draft.Files.Count} files", $"at most {FilesMax}");
            var names = DraftedDefinitions.NamesOf(draft);
            if (draft.AsLive)
            {
                if (draft.Files.Count + draft.Without.Count > 0)
                    return new RehearsalStart.Invalid($"drafts[{drafts.Count}].asLive", "true, with files or without definitions", "what was live is rehearsed as it was");
                drafts.Add(new RehearsedDraft(draft.Title ?? "live", names, RehearsedDefinitions.AsLive(_plans)));
                continue;
            }
            if (draft.Without.FirstOrDefault(name => !live.Named.Now.ContainsKey(name)) is { } unknown)
                return new RehearsalStart.Invalid($"drafts[{drafts.Count}].without", unknown, "definitions in force as kind/name");
            var files = DraftedDefinitions.Over(live.Files, draft);
            var parsed = DefinitionReader.Parse(files);
            if (parsed.Set is null) return new RehearsalStart.Refused(drafts.Count, parsed.Refusals);
            drafts.Add(new RehearsedDraft(draft.Title ?? string.Join(", ", names), names, RehearsedDefinitions.InsteadOf(_plans, files)));
        }

        lock (_lock)
        {
            if (_jobs.Find(known => known.IsRunning) is { } running) return new RehearsalStart.Busy(running.Id);
            while (_jobs.Count >= KeptMax)
            {
                _jobs[0].Dispose();
                _jobs.RemoveAt(0);
            }
            var job = new RehearsalJob(
                string.Create(CultureInfo.InvariantCulture, $"r{++_number}"), request, from, to, drafts, ViewText.Time(zone, now), _store, _way.Give);
            _jobs.Add(job);
            job.Start();
            return new RehearsalStart.Started(job.View(reports: false));
        }
    }

    /// <summary>The last few, newest first.</summary>
    public IReadOnlyList<RehearsalView> List()
    {
        lock (_lock) return [.. Enumerable.Reverse(_jobs).Select(job => job.View(reports: false))];
    }

    /// <summary>Null when there is none of this id, or it is no longer kept.</summary>
    public RehearsalView? Show(string id) => Find(id)?.View(reports: true);

    /// <summary>Stops it, if it is still running.</summary>
    public RehearsalView? Cancel(string id)
    {
        if (Find(id) is not { } job) return null;
        job.Cancel();
        return job.View(reports: true);
    }

    /// <summary>The customers behind one of a report's numbers, by when they first counted; those who were merged since count as one.</summary>
    /// <returns>Null when there is no such rehearsal or draft, or it is not done.</returns>
    public async Task<Page<RehearsedCustomerView>?> CustomersAsync(string id, int draft, FigureQuery query, string? cursor, int limit)
    {
        if (Draft(id, draft) is not { } known) return null;
        var start = cursor is null ? 0
            : int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : throw new FormatException($"'{cursor}' is no cursor of this list.");
        var customers = await Task.Run(() => Behind(known, query));
        var page = customers.Skip(start).Take(limit).ToList();
        var names = await _fold.AskAsync(() => page.ConvertAll(one => _fold.Record(one.Customer) is { IsLive: true } record ? CustomerQueries.NameOf(record) : null));
        var zone = known.Definitions.Zone;
        return new Page<RehearsedCustomerView>(
            [.. page.Select((one, i) => new RehearsedCustomerView(
                CustomerNumber.ToText(one.Customer), names[i], one.Times, one.Saved, ViewText.Time(zone, one.FirstMs)))],
            start + page.Count < customers.Count ? (start + page.Count).ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>What a draft would have done with one customer, with every event, newest first.</summary>
    /// <returns>Null when there is no such rehearsal, draft or customer.</returns>
    public async Task<Page<TimelineEntry>?> StoryAsync(string id, int draft, string customer, string? cursor, int limit)
    {
        if (Draft(id, draft) is not { } known || CustomerNumber.Parse(customer) is not { } number || _directory.Known(number) is not { } survivor) return null;
        var newest = await _fold.AskAsync(() => _fold.Record(survivor)?.FoldedThrough ?? 0);
        return await Task.Run(() =>
        {
            using var reader = _store.OpenReader();
            return LogRecording.Story(reader, known.Definitions, survivor, newest, new Instant(known.EndMs)) is { } replay
                ? TimelineQuery.PageOf(replay, [], known.Definitions.Zone, known.Definitions.Definitions, null, cursor, limit)
                : null;
        });
    }

    /// <summary>Ends what runs.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var job in _jobs) job.Dispose();
            _jobs.Clear();
        }
    }

    private List<BehindNumber> Behind(RehearsedDraft draft, FigureQuery query)
    {
        var customers = new Dictionary<long, BehindNumber>();
        draft.Figures!.Read(query, figure =>
        {
            var customer = _directory.Survivor(CustomerNumber.Parse(draft.Customers[figure.Customer])!.Value);
            if (!customers.TryGetValue(customer, out var known)) customers.Add(customer, known = new BehindNumber(customer, figure.At.UnixMs));
            known.Times++;
            known.Saved += figure.Saved;
        });
        return [.. customers.Values.OrderBy(one => one.FirstMs).ThenBy(one => one.Customer)];
    }

    private RehearsalJob? Find(string id)
    {
        lock (_lock) return _jobs.Find(job => job.Id == id);
    }

    private RehearsedDraft? Draft(string id, int draft) =>
        Find(id) is { IsRunning: false } job && draft >= 0 && draft < job.Drafts.Count && job.Drafts[draft] is { Report: not null } known ? known : null;

    private static RehearsalStart.Invalid? Read(string field, string? text, ZoneTable zone, out Instant? at)
    {
        at = null;
        if (text is null) return null;
        if (!DateText.TryRead(text, zone, out var read)) return new RehearsalStart.Invalid(field, text, DateText.Allowed);
        at = read;
        return null;
    }

    private sealed class BehindNumber(long customer, long firstMs)
    {
        public long Customer { get; } = customer;
        public long FirstMs { get; } = firstMs;
        public long Times { get; set; }
        public long Saved { get; set; }
    }
}
