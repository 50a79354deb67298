using System.Runtime.InteropServices;
using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Backfilling;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Stepping;
using Shiyu.Runtime.Time;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Folding;

/// <summary>
/// The one thread that folds. Facts come from the writer in log order, wake-ups from the queue at their instants; what the engine decides
/// goes back to the writer as deliveries, counts and the cursor in one commit. States are held in memory and checkpointed behind that.
/// Everything that reads states runs here, too, between two groups of facts (<see cref="AskAsync{T}"/>).
/// </summary>
internal sealed class FoldLoop : IStepped
{
    // Facts folded before their outputs are sent to the writer, while more are waiting.
    private const int FlushFactsMax = 8_000;

    // Timers do not notice that the wall's clock was set or the machine slept: after this much of the wall's time it is looked at again.
    private static readonly TimeSpan RestMax = TimeSpan.FromMinutes(1);

    // While changed states wait to be written, it is looked whether their time has come.
    private static readonly TimeSpan RestToWrite = TimeSpan.FromSeconds(1);

    private readonly IStore _store;
    private readonly BusinessClock _business;
    private readonly DecisionClock _clock;
    private readonly FactLists _lists;
    private readonly Action<FoldOutput> _toWriter;
    private readonly Action<Exception> _failed;
    private readonly Action<string, IReadOnlyList<Effect>>? _decided;
    private readonly Lock _lock = new();
    private readonly Queue<FoldGroup> _groups = new();
    private readonly Queue<Action> _asks = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly IStepper? _stepper;
    private readonly Thread? _thread;
    private readonly ITimer _timer;
    private readonly List<CustomerRecord?> _records = [];
    private readonly WakeQueue _wakes = new();
    private readonly List<Effect> _effects = [];
    private readonly FoldEffects _outputs;
    private readonly HashSet<(string Sop, long Publication)> _openings = [];
    private readonly PlanLibrary _plans;
    private readonly IStoreReader _reader;
    private readonly Checkpoint _checkpoint;
    private long _eventsSinceFlush;
    private long _placesSinceFlush;
    private long _throughPosition;
    private long _clockMs;
    private bool _changedSinceFlush;
    private PlanVersion? _lastPlan;
    private bool _recovered;
    private bool _stopping;

    /// <param name="stepper">Who gives turns; null for a thread of its own.</param>
    public FoldLoop(
        IStore store, BusinessClock business, TimeProvider wall, DecisionClock clock, PlanLibrary plans, Tally tally, long checkpointEveryFacts,
        FactLists lists, Action<FoldOutput> toWriter, Action<Exception> failed, Action<string, IReadOnlyList<Effect>>? decided, IStepper? stepper = null)
    {
        _store = store;
        _business = business;
        _clock = clock;
        _plans = plans;
        _lists = lists;
        Tally = tally;
        _toWriter = toWriter;
        _failed = failed;
        _decided = decided;
        _reader = store.OpenReader();
        _outputs = new FoldEffects(tally, _reader.LastDeliverySequence(ShiyuRuntime.Workspace));
        _checkpoint = new Checkpoint(wall, checkpointEveryFacts);
        _stepper = stepper;
        if (stepper is null) _thread = new Thread(Run) { Name = "shiyu fold", IsBackground = true };
        _timer = business.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    // ---- for whoever runs on the fold's thread

    public Tally Tally { get; }

    public Plan Plan => _plans.Newest.Plan;

    public RunCounts Runs { get; } = new();

    /// <summary>Called when the last run of the older versions of an SOP that nobody enters has ended: the SOP, and the publication that closed it.</summary>
    public Action<string, long>? Drained { get; init; }

    /// <summary>Customers by number − 1; null where none was folded yet.</summary>
    public IReadOnlyList<CustomerRecord?> Records => _records;

    public CustomerRecord? Record(long customer) => customer >= 1 && customer <= _records.Count ? _records[(int)customer - 1] : null;

    /// <summary>Every fact up to here and every wake-up before <see cref="ClockMs"/> has been folded.</summary>
    public long ThroughPosition => _throughPosition;

    public long ClockMs => _clockMs;

    /// <summary>The next instant at which a customer may have to wake up (Unix ms, business time); null when nobody has to.</summary>
    public long? NextWakeMs => _wakes.NextMs;

    // ---- from other threads

    public void Start()
    {
        _thread?.Start();
        _stepper?.Add(this);
    }

    public void Enqueue(FoldGroup group)
    {
        lock (_lock) _groups.Enqueue(group);
        Wake();
    }

    /// <summary>Runs on the fold's thread between two groups of facts, with every state as of one instant.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_stopping)
            {
                answer.SetException(new ObjectDisposedException(nameof(ShiyuRuntime)));
                return answer.Task;
            }
            _asks.Enqueue(() =>
            {
                try { answer.SetResult(question()); }
                catch (Exception error) { answer.SetException(error); }
            });
        }
        Wake();
        return answer.Task;
    }

    /// <summary>Completes when every fact up to a position has been folded.</summary>
    public async Task ThroughAsync(long position)
    {
        while (await AskAsync(() => _throughPosition) < position) await Task.Yield();
    }

    /// <summary>Folds what was handed over, hands out a last checkpoint and ends.</summary>
    public void Stop()
    {
        lock (_lock) _stopping = true;
        Wake();
        if (_thread is { IsAlive: true }) _thread.Join();
        while (_thread is null && Step()) { }
        _timer.Dispose();
        _reader.Dispose();
    }

    private void Wake() => _signal.Release();

    // ---- recovery, before the thread starts

    /// <summary>Reads the checkpointed states and folds what came after them, as it was folded then.</summary>
    public void Recover(CustomerDirectory directory)
    {
        foreach (var stored in _reader.States(ShiyuRuntime.Workspace))
        {
            var record = CustomerRecord.FromStored(stored, position => _plans.At(position).Plan);
            Place(record);
            directory.Restore(record.Id, record.FoldedThrough, record.ClosedInto);
            if (record.IsLive) _wakes.Note(record);
        }
        var cursor = _reader.Cursor(ShiyuRuntime.Workspace) ?? new FoldCursor(ShiyuRuntime.Workspace, 0, long.MinValue, 0);
        _throughPosition = cursor.CheckpointPosition;
        _checkpoint.Position = cursor.CheckpointPosition;
        _clockMs = long.MinValue;

        long? decidedAtMs = null;
        foreach (var row in _reader.Rows(cursor.CheckpointPosition, _store.LastPosition))
        {
            if (row.DecidedAtMs != decidedAtMs)
            {
                decidedAtMs = row.DecidedAtMs;
                TakeWakes(row.DecidedAtMs - 1, cursor.ClockMs);
                _clockMs = row.DecidedAtMs;
            }
            if (row.Customer != 0) directory.Restore(row.Customer, row.Position, 0);
            // Bodies live only until the next row is read, events in a state's future longer.
            var fact = ToFact(row with { Body = row.Body.ToArray() });
            if (fact.Kind == LogKind.Closing) directory.Restore(fact.Customer, row.Position, fact.Other);
            Fold(fact, row.DecidedAtMs, counts: row.Position > cursor.Position);
            if (_eventsSinceFlush >= FlushFactsMax) Flush();
        }
        if (cursor.ClockMs > _clockMs)
        {
            TakeWakes(cursor.ClockMs - 1, cursor.ClockMs);
            _clockMs = cursor.ClockMs;
        }
        _throughPosition = _store.LastPosition;
        // Frozen states were needed only to fold their merges again.
        foreach (var record in _records)
            if (record is { ClosedInto: not 0, Dirty: false }) record.State = null;
        foreach (var record in _records)
            if (record is { IsLive: true }) Runs.Count(record.State!.Runs(PlanOf(record)));
        _recovered = true;
        Flush();
        OpenWhatHasDrained();
    }

    private FoldFact ToFact(LogRow row)
    {
        var kind = LogBody.KindOf(row);
        switch (kind)
        {
            case LogKind.Event:
                return new FoldFact(kind, row.Position, row.Previous, row.Customer, LogBody.ReadEvent(row).Fact, 0, null, null);
            case LogKind.Merge or LogKind.Closing:
                var (other, _, cause) = LogBody.ReadLink(row);
                return new FoldFact(kind, row.Position, row.Previous, row.Customer, null, other, cause, null);
            case LogKind.Definitions or LogKind.Pauses or LogKind.Publication or LogKind.Opening or LogKind.Values or LogKind.Stops:
                return new FoldFact(kind, row.Position, row.Previous, 0, null, 0, null, _plans.At(row.Position).Plan);
            default:
                throw new StoreException($"Log row {row.Position} has the unknown kind {(byte)kind}; it was written by a newer program.");
        }
    }

    // ---- the loop

    private void Run()
    {
        try
        {
            while (Turn() is var turn && turn != FoldTurn.Last)
                if (turn == FoldTurn.Idle) Rest();
        }
        catch (Exception error)
        {
            Fail(error);
        }
        finally
        {
            RunAsks();
        }
    }

    /// <inheritdoc/>
    public bool Step()
    {
        try
        {
            var turn = Turn();
            if (turn == FoldTurn.Idle) SetTimer();
            return turn == FoldTurn.Worked;
        }
        catch (Exception error)
        {
            Fail(error);
            RunAsks();
            return false;
        }
    }

    private FoldTurn Turn()
    {
        if (TryTakeGroup(out var group))
        {
            TakeWakes(group.DecidedAtMs - 1, long.MinValue);
            _clockMs = Math.Max(_clockMs, group.DecidedAtMs);
            foreach (ref readonly var fact in CollectionsMarshal.AsSpan(group.Facts)) Fold(fact, group.DecidedAtMs, counts: true);
            _lists.Return(group.Facts);
            if (_eventsSinceFlush >= FlushFactsMax || !HasGroups()) Flush();
            RunAsks();
            if (_checkpoint.IsDue(_throughPosition)) CheckpointSome();
            return FoldTurn.Worked;
        }
        if (_clock.WakeLimit(HasGroups) is { } limit)
        {
            TakeWakes(limit, long.MinValue);
            _clockMs = Math.Max(_clockMs, limit + 1);
            Flush();
        }
        RunAsks();
        bool stopping;
        lock (_lock) stopping = _stopping && _groups.Count == 0;
        if (stopping)
        {
            LastCheckpoint();
            return FoldTurn.Last;
        }
        if (!_checkpoint.IsDue(_throughPosition)) return FoldTurn.Idle;
        CheckpointSome();
        return FoldTurn.Worked;
    }

    private void LastCheckpoint()
    {
        // One that is under way leaves out what changed behind it.
        while (_checkpoint.InProgress) CheckpointSome();
        _checkpoint.Begin(_throughPosition);
        while (_checkpoint.InProgress) CheckpointSome();
    }

    private void Fail(Exception error)
    {
        lock (_lock) _stopping = true;
        _failed(error);
    }

    /// <summary>Sleeps until facts or questions come, or the next wake-up is due.</summary>
    private void Rest()
    {
        var wake = SetTimer();
        var rest = _checkpoint.HasWork && !(wake < RestToWrite) ? RestToWrite : wake ?? Timeout.InfiniteTimeSpan;
        // The thread wakes itself: a timer has to wait for a thread of the pool, and is late where much is going on. It is there for clocks that do not follow the wall's.
        _signal.Wait(rest);
        while (_signal.Wait(0)) { }
    }

    /// <returns>How long until the next wake-up on the wall; null when nobody has to wake up.</returns>
    private TimeSpan? SetTimer()
    {
        if (_wakes.NextMs is not { } next) return null;
        // One millisecond past it: a wake-up is taken only when its instant is over, so that no fact of the same instant can come later.
        var wait = next + 1 - _business.GetUtcNow().ToUnixTimeMilliseconds();
        var business = TimeSpan.FromMilliseconds(Math.Max(1, Math.Min(wait, RestMax.TotalMilliseconds * _business.Rate)));
        _timer.Change(business, Timeout.InfiniteTimeSpan);
        return _business.OnTheWall(business);
    }

    private bool TryTakeGroup([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out FoldGroup? group)
    {
        lock (_lock) return _groups.TryDequeue(out group);
    }

    private bool HasGroups()
    {
        lock (_lock) return _groups.Count > 0;
    }

    private void RunAsks()
    {
        while (true)
        {
            Action? ask;
            lock (_lock)
            {
                if (!_asks.TryDequeue(out ask)) return;
            }
            ask();
        }
    }

    // ---- folding

    /// <param name="written">Wake-ups before this instant have their outputs written already (a refold).</param>
    private void TakeWakes(long limitMs, long writtenBeforeMs)
    {
        while (_wakes.Take(limitMs) is { } record)
        {
            // One instant at a time where a refold crosses what was written.
            var due = record.State!.NextWakeUp!.Value;
            var through = due.UnixMs < writtenBeforeMs ? Math.Min(limitMs, writtenBeforeMs - 1) : limitMs;
            _effects.Clear();
            CustomerFold.Wake(PlanOf(record), record.State, new Instant(through), _effects);
            Done(record, counts: due.UnixMs >= writtenBeforeMs);
            _changedSinceFlush = true;
        }
    }

    private void Fold(in FoldFact fact, long decidedAtMs, bool counts)
    {
        switch (fact.Kind)
        {
            case LogKind.Event:
                FoldEvent(fact, decidedAtMs, counts);
                break;
            case LogKind.Closing:
                Close(fact, counts);
                break;
            case LogKind.Merge:
                Merge(fact, decidedAtMs, counts);
                break;
            case LogKind.Definitions or LogKind.Pauses or LogKind.Publication or LogKind.Opening or LogKind.Values or LogKind.Stops:
                Redefine(fact, decidedAtMs, counts);
                break;
        }
        _throughPosition = Math.Max(_throughPosition, fact.Position);
        _changedSinceFlush = true;
    }

    private void FoldEvent(in FoldFact fact, long decidedAtMs, bool counts)
    {
        var record = Obtain(fact.Customer);
        if (counts)
        {
            _eventsSinceFlush++;
            _placesSinceFlush += fact.Places;
            Tally.AddEvent(fact.Event!.Name);
        }
        if (record.FoldedThrough >= fact.Position) return;
        if (record.State is null)
        {
            record.State = new CustomerState(CustomerNumber.ToText(record.Id));
            record.PlanPosition = _plans.AtOrBefore(fact.Position).Position;
            if (counts) Tally.Add(CountKey.Customers);
        }
        record.FoldedThrough = fact.Position;
        record.LastEventAtMs = Math.Max(record.LastEventAtMs, fact.Event!.OccurredAt.UnixMs);
        _effects.Clear();
        CustomerFold.Fold(PlanOf(record), record.State, fact.Event, new Instant(decidedAtMs), _effects);
        if (counts && fact.Event.Name == ReservedNames.LetIn) _outputs.TakeLetIn(fact.Event, _effects);
        Done(record, counts);
    }

    /// <summary>The customer lives on in another one; its state stays frozen for the merge that follows.</summary>
    private void Close(in FoldFact fact, bool counts)
    {
        var record = Obtain(fact.Customer);
        if (record.FoldedThrough >= fact.Position) return;
        record.FoldedThrough = fact.Position;
        record.ClosedInto = fact.Other;
        if (record.State is null) return;
        MarkDirty(record);
        if (!counts) return;
        Tally.Add(CountKey.Customers, -1);
        foreach (var held in record.State.Tags(PlanOf(record))) Tally.Add(CountKey.Tag(held.Tag), -1);
    }

    private void Merge(in FoldFact fact, long decidedAtMs, bool counts)
    {
        var record = Obtain(fact.Customer);
        if (record.FoldedThrough >= fact.Position) return;
        var loser = Record(fact.Other);
        record.FoldedThrough = fact.Position;
        if (loser?.State is null) return;
        if (record.State is null)
        {
            record.State = new CustomerState(CustomerNumber.ToText(record.Id));
            record.PlanPosition = _plans.AtOrBefore(fact.Position).Position;
            if (counts) Tally.Add(CountKey.Customers);
        }
        record.LastEventAtMs = Math.Max(record.LastEventAtMs, loser.LastEventAtMs);
        var events = new History(_reader).Events(fact.Position);
        var plan = PlanOf(record);
        var moved = new Dictionary<TagName, long>();
        foreach (var held in record.State.Tags(plan)) moved[held.Tag] = -1;
        _effects.Clear();
        CustomerFold.Merge(plan, record.State, loser.State, events, Cause.Event(fact.CauseEventId!), new Instant(decidedAtMs), _effects);
        if (counts)
        {
            // The survivor takes over tags of the loser without entering them again: what it holds more than before and the effects do not say.
            foreach (var held in record.State.Tags(plan)) moved[held.Tag] = moved.GetValueOrDefault(held.Tag) + 1;
            foreach (var effect in _effects)
            {
                if (effect is Effect.TagEntered entered) moved[entered.Tag] = moved.GetValueOrDefault(entered.Tag) - 1;
                else if (effect is Effect.TagLeft left) moved[left.Tag] = moved.GetValueOrDefault(left.Tag) + 1;
            }
            foreach (var (tag, n) in moved) Tally.Add(CountKey.Tag(tag), n);
        }
        Done(record, counts);
    }

    private void Redefine(in FoldFact fact, long decidedAtMs, bool counts)
    {
        var after = _plans.At(fact.Position);
        _plans.Newest = after;
        var read = Backfilled(fact, after);
        PlanVersion? before = null;
        foreach (var record in _records)
        {
            if (record is null || !record.IsLive || record.PlanPosition >= fact.Position) continue;
            if (before?.Position != record.PlanPosition) before = _plans.At(record.PlanPosition);
            _effects.Clear();
            after.TakeOver(before, record.State!, () => new History(_reader).Events(record.FoldedThrough), new Instant(decidedAtMs), _effects, read?.Of(record.Id));
            record.PlanPosition = fact.Position;
            Done(record, counts);
        }
    }

    /// <summary>What the new definitions count anew, read up to this very fact; null where they count nothing that was not counted.</summary>
    private LogBackfill? Backfilled(in FoldFact fact, PlanVersion after)
    {
        var (position, before) = (fact.Position, _plans.AtOrBefore(fact.Position - 1));
        if (after.BackfillFrom(before) is not { } needed || !_records.Exists(record => record is { IsLive: true } && record.PlanPosition < position)) return null;
        var log = fact.Backfill;
        if (log?.Fits(before.Plan, after.Plan) != true)
        {
            // A refold: once through the log is faster than along each customer's chain.
            log = new LogBackfill(needed);
            if (log.CountsForRuns)
                foreach (var record in _records)
                    if (record is { IsLive: true } && record.PlanPosition == before.Position) log.Watch(record.Id, record.State!, position - 1);
        }
        log.Read(_reader, position - 1);
        return log;
    }

    /// <summary>The plan that a state belongs to: nearly always the newest.</summary>
    private Plan PlanOf(CustomerRecord record)
    {
        if (_lastPlan is not { } last || last.Position != record.PlanPosition) _lastPlan = last = _plans.At(record.PlanPosition);
        return last.Plan;
    }

    private void Done(CustomerRecord record, bool counts)
    {
        if (counts && _effects.Count > 0)
        {
            _outputs.Take(record, _effects);
            _decided?.Invoke(record.State!.Key, _effects);
        }
        if (_recovered && _effects.Count > 0) Runs.Take(_effects);
        MarkDirty(record);
        _wakes.Note(record);
    }

    private void MarkDirty(CustomerRecord record)
    {
        if (record.Dirty) return;
        record.Dirty = true;
        _checkpoint.Note(record);
    }

    private CustomerRecord Obtain(long customer)
    {
        if (Record(customer) is { } known) return known;
        var record = new CustomerRecord(customer);
        Place(record);
        return record;
    }

    private void Place(CustomerRecord record)
    {
        while (_records.Count < record.Id) _records.Add(null);
        _records[(int)record.Id - 1] = record;
    }

    // ---- outputs

    private void Flush()
    {
        if (!_changedSinceFlush) return;
        _changedSinceFlush = false;
        OpenWhatHasDrained();
        var folded = _eventsSinceFlush;
        _eventsSinceFlush = 0;
        var places = _placesSinceFlush;
        _placesSinceFlush = 0;
        var counters = Tally.Flush();
        if (folded > 0)
        {
            Tally.AddWritten(Counts.Folded, folded);
            counters.Add(new CounterDelta(ShiyuRuntime.Workspace, Counts.Folded, folded));
        }
        var deliveries = _outputs.TakeDeliveries();
        foreach (var (name, n) in DeliveryCounts.Of(deliveries))
        {
            Tally.AddWritten(name, n);
            counters.Add(new CounterDelta(ShiyuRuntime.Workspace, name, n));
        }
        _toWriter(new FoldOutput(
            deliveries, counters, [], new FoldCursor(ShiyuRuntime.Workspace, _throughPosition, _clockMs, _checkpoint.Position), folded, places));
    }

    private void OpenWhatHasDrained()
    {
        var ledger = _plans.Newest.Ledger;
        if (!_recovered || ledger.Draining.IsEmpty) return;
        foreach (var (sop, publication) in ledger.Draining)
            if (ledger.OlderOf(sop).All(version => Runs[sop, version] == 0) && _openings.Add((sop, publication))) Drained?.Invoke(sop, publication);
    }

    private void CheckpointSome()
    {
        if (!_checkpoint.InProgress) _checkpoint.Begin(_throughPosition);
        // What the states hold must be written before them: a state is never ahead of its deliveries.
        Flush();
        var states = _checkpoint.Next(position => _plans.At(position).Plan);
        _toWriter(new FoldOutput(
            [], [], states, new FoldCursor(ShiyuRuntime.Workspace, _throughPosition, _clockMs, _checkpoint.Position), 0, 0));
    }
}

/// <summary>What a turn of the fold came to.</summary>
internal enum FoldTurn { Worked, Idle, Last }
