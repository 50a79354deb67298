using System.Collections.Concurrent;
using System.Globalization;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Time;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Existing;

/// <summary>
/// Lets existing customers into SOPs, at a pace: each turn is the event <c>sop.let_in</c>, and whether a run starts is decided when it is folded. One at a time
/// for each SOP; its record goes on after a restart.
/// </summary>
internal sealed class ExistingDesk : IAsyncDisposable
{
    // One commit must not keep others waiting for long.
    private const int TurnsAtOnceMax = 500;

    // Timers do not notice that the wall's clock was set or the machine slept: after this much of the wall's time it is looked at again.
    private static readonly TimeSpan RestMax = TimeSpan.FromMinutes(1);

    private readonly IStore _store;
    private readonly FoldLoop _fold;
    private readonly Writer _writer;
    private readonly CustomerDirectory _directory;
    private readonly PlanLibrary _plans;
    private readonly IntakeLedger _ledger;
    private readonly BusinessClock _clock;
    private readonly ExistingCustomers _existing;
    private readonly ConcurrentDictionary<string, (LettingIn Record, long[] Customers)> _lettings = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1);
    private readonly SemaphoreSlim _signal = new(0);
    private readonly CancellationTokenSource _ending = new();
    private readonly ITimer _timer;
    private Task _running = Task.CompletedTask;

    public ExistingDesk(IStore store, FoldLoop fold, Writer writer, CustomerDirectory directory, PlanLibrary plans, IntakeLedger ledger, BusinessClock clock)
    {
        _store = store;
        _fold = fold;
        _writer = writer;
        _directory = directory;
        _plans = plans;
        _ledger = ledger;
        _clock = clock;
        _existing = new ExistingCustomers(fold, plans);
        _timer = clock.CreateTimer(_ => LookAgain(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var reader = store.OpenReader();
        foreach (var record in LettingInRecords.All(reader))
            _lettings[record.Sop] = (record, record.State == LettingState.Running ? LettingInRecords.Customers(reader, record) : []);
    }

    /// <param name="failed">Told what kept it from going on for good.</param>
    public void Start(Action<Exception> failed) => _running = Task.Run(() => RunAsync(failed));

    /// <summary>Something may have become due, or may go on: a pause is over, definitions were applied.</summary>
    public void LookAgain() => _signal.Release();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _running;
        await _timer.DisposeAsync();
        _ending.Dispose();
    }

    /// <summary>Who would be let in now, and how long that would take.</summary>
    /// <param name="pace">Null: the SOP's own.</param>
    public async Task<ExistingAnswer> PreviewAsync(string sop, Pace? pace)
    {
        if (Definition(sop) is not { } definition) return new ExistingAnswer.UnknownSop();
        if (!ExistingCustomers.AreMeant(definition)) return new ExistingAnswer.NobodyMeant();
        await _fold.ThroughAsync(_store.LastPosition);
        var (customers, refused) = await _existing.FindAsync(sop);
        return new ExistingAnswer.Shown(View(New(sop, 0, pace ?? definition.Pace, customers.Count), "preview", 0, refused, null));
    }

    /// <param name="pace">Null: the SOP's own.</param>
    public async Task<ExistingAnswer> StartAsync(string sop, Pace? pace)
    {
        if (Definition(sop) is not { } definition) return new ExistingAnswer.UnknownSop();
        if (!ExistingCustomers.AreMeant(definition)) return new ExistingAnswer.NobodyMeant();
        await _one.WaitAsync();
        try
        {
            var before = _lettings.TryGetValue(sop, out var last) ? last.Record : null;
            if (before is { State: LettingState.Running }) return new ExistingAnswer.AlreadyRunning();
            await _fold.ThroughAsync(_store.LastPosition);
            var (customers, _) = await _existing.FindAsync(sop);
            var letting = New(sop, (before?.Number ?? 0) + 1, pace ?? definition.Pace, customers.Count);
            if (customers.Count == 0) letting = letting with { State = LettingState.Done, EndedAtMs = letting.StartedAtMs };
            await WriteAsync(LettingInRecords.ToDocument(letting), LettingInRecords.ToDocument(sop, customers));
            _lettings[sop] = (letting, [.. customers]);
        }
        finally
        {
            _one.Release();
        }
        LookAgain();
        return await ShowAsync(sop);
    }

    /// <summary>Whose turn has not come keeps out; runs that started go on.</summary>
    public async Task<ExistingAnswer> StopAsync(string sop)
    {
        await _one.WaitAsync();
        try
        {
            if (_lettings.TryGetValue(sop, out var letting) && letting.Record.State == LettingState.Running)
                await EndAsync(letting.Record, LettingState.Stopped, null);
        }
        finally
        {
            _one.Release();
        }
        return await ShowAsync(sop);
    }

    /// <summary>How it stands, once everybody whose turn is due by now has had it.</summary>
    public async Task<ExistingAnswer> ShowAsync(string sop)
    {
        await StepAsync();
        var known = _lettings.TryGetValue(sop, out var letting);
        if (!known && Definition(sop) is null) return new ExistingAnswer.UnknownSop();
        if (!known)
        {
            var definition = Definition(sop)!;
            return new ExistingAnswer.Shown(View(New(sop, 0, definition.Pace, 0), ExistingCustomers.AreMeant(definition) ? "none" : "nobody", 0, [], null) with { StartedAt = null });
        }
        await _fold.ThroughAsync(_store.LastPosition);
        var record = letting.Record;
        var prefix = Counts.LetIn(sop, record.Number.ToString(CultureInfo.InvariantCulture), "");
        var outcomes = await _fold.AskAsync(() => _fold.Tally.Totals
            .Where(count => count.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(count => count.Key[prefix.Length..], count => count.Value));
        outcomes.Remove("taken", out var taken);
        var held = record.State == LettingState.Running && IsHeld(sop);
        var state = record.State switch
        {
            LettingState.Running => held ? "held" : "running",
            LettingState.Done => "done",
            LettingState.Stopped => "stopped",
            LettingState.Ended => "ended",
        };
        var end = state == "running" ? record.NextAtMs + record.SpanOf(record.Total - record.Offered - 1) : (long?)null;
        return new ExistingAnswer.Shown(View(record, state, taken, new SortedDictionary<string, long>(outcomes, StringComparer.Ordinal), end));
    }

    // ---- turns

    private async Task RunAsync(Action<Exception> failed)
    {
        try
        {
            while (true)
            {
                if (await StepAsync() is { } nextMs)
                {
                    var wait = TimeSpan.FromMilliseconds(Math.Max(1, nextMs - _clock.GetUtcNow().ToUnixTimeMilliseconds()));
                    var most = RestMax * _clock.Rate;
                    _timer.Change(wait < most ? wait : most, Timeout.InfiniteTimeSpan);
                }
                await _signal.WaitAsync(_ending.Token);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            failed(error);
        }
    }

    /// <summary>Gives everybody whose turn is due one.</summary>
    /// <returns>When the next turn is due; null when none is until something happens.</returns>
    private async Task<long?> StepAsync()
    {
        await _one.WaitAsync();
        try
        {
            long? next = null;
            foreach (var sop in _lettings.Where(letting => letting.Value.Record.State == LettingState.Running).Select(letting => letting.Key).Order(StringComparer.Ordinal).ToList())
                if (await StepAsync(sop) is { } at && !(at > next)) next = at;
            return next;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<long?> StepAsync(string sop)
    {
        while (!_ending.IsCancellationRequested)
        {
            var (letting, customers) = _lettings[sop];
            if (letting.State != LettingState.Running) return null;
            if (Definition(sop) is null)
            {
                await EndAsync(letting, LettingState.Ended, "withdrawn");
                return null;
            }
            if (IsHeld(sop)) return null;
            var nowMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
            var (due, counted) = letting.DueBy(nowMs);
            if (due == 0) return counted.NextAtMs;
            due = Math.Min(due, TurnsAtOnceMax);
            if (await TakeAsync(counted, customers.AsSpan(counted.Offered, due)) is { } wait) return nowMs + wait;
        }
        return null;
    }

    /// <returns>Null when they had their turn, or a pause or withdrawal came before them; otherwise how long to wait, in ms of business time.</returns>
    private Task<long?> TakeAsync(LettingIn letting, ReadOnlySpan<long> customers)
    {
        var events = new List<IncomingEvent>(customers.Length);
        foreach (var customer in customers)
        {
            // Whoever the customer is merged into meanwhile has this identity then.
            var identity = _directory.IdentitiesOf(_directory.Survivor(customer)).MinBy(identity => identity.Kind);
            events.Add(LetInEvent.Of(letting, customer, identity));
        }
        return TakeAsync(letting, events);
    }

    private async Task<long?> TakeAsync(LettingIn letting, List<IncomingEvent> events)
    {
        var places = events.Sum(incoming => (long)incoming.Places);
        if (!_ledger.TryEnter(places)) return (long)(1000 * _clock.Rate);
        var after = letting with { Offered = letting.Offered + events.Count };
        if (after.Offered == after.Total) after = after with { State = LettingState.Done, EndedAtMs = _clock.GetUtcNow().ToUnixTimeMilliseconds() };
        var work = new LetInWork(new IntakeWork(new IntakeBatch(LetInEvent.Source, events), places, _ledger), after, _plans);
        _writer.Post(work);
        if (await work.Done) _lettings[letting.Sop] = (after, _lettings[letting.Sop].Customers);
        // What came before it in the log is about to be folded, and then it is seen here.
        else await _fold.ThroughAsync(_store.LastPosition);
        return null;
    }

    private async Task EndAsync(LettingIn letting, LettingState state, string? reason)
    {
        var ended = letting with { State = state, Reason = reason, EndedAtMs = _clock.GetUtcNow().ToUnixTimeMilliseconds() };
        await WriteAsync(LettingInRecords.ToDocument(ended));
        _lettings[letting.Sop] = (ended, []);
    }

    private Task WriteAsync(params Document[] documents)
    {
        var work = new PlainWork(commit => commit.Documents.AddRange(documents));
        _writer.Post(work);
        return work.Done;
    }

    // ---- views

    private LettingIn New(string sop, int number, Pace? pace, int total)
    {
        var nowMs = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        return new LettingIn(sop, number, LettingState.Running, null, nowMs, null, pace?.Customers ?? 0, pace?.Per.Ms ?? 0, total, 0, nowMs, 0);
    }

    private ExistingView View(LettingIn record, string state, long taken, SortedDictionary<string, long> refused, long? endMs)
    {
        var zone = _plans.Newest.Plan.Zone;
        var left = state == "preview" ? record.Total : record.Total - taken - refused.Values.Sum();
        return new ExistingView(
            record.Sop, state, record.Reason, record.Total, taken, refused, left, PaceText(record.Pace), (record.SpanOf(Math.Max(0, record.Total - 1)) + 999) / 1000,
            state == "preview" ? null : ViewText.Time(zone, record.StartedAtMs), endMs is { } end ? ViewText.Time(zone, end) : null,
            record.EndedAtMs is { } ended ? ViewText.Time(zone, ended) : null);
    }

    internal static string? PaceText(Pace? pace) => pace is not { } p ? null : $"{p.Customers}/{ViewText.Length(p.Per)[1..]}";

    private SopDefinition? Definition(string sop) => _plans.Newest.Plan.Definitions.Sops.FirstOrDefault(known => known.Name == sop);

    /// <summary>Nobody enters for now, and turns wait: it is paused, or older versions have runs that must end first.</summary>
    private bool IsHeld(string sop) => _plans.Newest is var now && (now.PauseOf(sop).Since is not null || now.Ledger.Draining.ContainsKey(sop));
}
