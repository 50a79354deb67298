using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Stepping;
using Shiyu.Runtime.Time;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>
/// The one thread that writes. Whatever arrives while a commit runs goes into the next one (group commit); each caller hears back only
/// after its part is durable, and the fold gets facts only then.
/// </summary>
internal sealed class Writer : IStepped
{
    // Past this a commit gains nothing (the sync is paid off) and callers only wait longer.
    private const int WeightMax = 10_000;

    private readonly IStore _store;
    private readonly DecisionClock _clock;
    private readonly Action<FoldGroup> _toFold;
    private readonly Action<Exception> _failed;
    private readonly WriterCycle _cycle;
    private readonly Lock _lock = new();
    private readonly Queue<WriterWork> _waiting = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly List<WriterWork> _works = [];
    private readonly IStepper? _stepper;
    private readonly Thread? _thread;
    private bool _stopping;
    private Exception? _error;

    /// <param name="stepper">Who gives turns; null for a thread of its own.</param>
    public Writer(
        IStore store, DecisionClock clock, CustomerDirectory directory, FactLists lists, Action<FoldGroup> toFold, Action<Exception> failed, IStepper? stepper = null)
    {
        _store = store;
        _clock = clock;
        _toFold = toFold;
        _failed = failed;
        _cycle = new WriterCycle(store, clock, directory, lists);
        _stepper = stepper;
        if (stepper is null) _thread = new Thread(Run) { Name = "shiyu writer", IsBackground = true };
    }

    /// <summary>Called after each commit that appended to the log; set before the start.</summary>
    public Action? Appended { get; init; }

    public void Start()
    {
        _thread?.Start();
        _stepper?.Add(this);
    }

    public void Post(WriterWork work)
    {
        lock (_lock)
        {
            if (_error is not null || _stopping)
            {
                work.Failed(_error ?? new StoreException("The writer has stopped."));
                return;
            }
            _waiting.Enqueue(work);
            if (_waiting.Count == 1) _signal.Release();
        }
    }

    /// <summary>Returns when what was posted before has been written and handed to the fold.</summary>
    public void Drain()
    {
        var marker = new PlainWork(_ => { });
        Post(marker);
        StepToEnd();
        // An error was reported where it happened, and must not keep the store from being closed.
        Task.WaitAny(marker.Done);
    }

    /// <summary>Writes what is waiting, then ends.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_stopping) return;
            _stopping = true;
            _signal.Release();
        }
        _thread?.Join();
        StepToEnd();
    }

    /// <inheritdoc/>
    public bool Step() => Take(_works, wait: false) && Write(_works);

    private void StepToEnd()
    {
        if (_thread is not null) return;
        while (Step()) { }
    }

    private void Run()
    {
        while (Take(_works, wait: true) && Write(_works)) { }
    }

    /// <returns>False when nothing can be written any more.</returns>
    private bool Write(List<WriterWork> works)
    {
        try
        {
            _cycle.Begin();
            foreach (var work in works) work.Apply(_cycle);
            if (!_cycle.Commit.IsEmpty) _store.Commit(_cycle.Commit);
        }
        catch (Exception error)
        {
            // What was resolved in memory never became durable: only a restart brings the two together again.
            Fail(works, error);
            return false;
        }
        // Counted as accepted before they can be counted as folded.
        foreach (var work in works) work.Committed();
        if (_cycle.HasFacts)
        {
            Appended?.Invoke();
            var group = new FoldGroup(_cycle.DecidedAtMs, _cycle.Facts);
            _clock.HandOver(() => _toFold(group));
        }
        return true;
    }

    private bool Take(List<WriterWork> works, bool wait)
    {
        works.Clear();
        while (true)
        {
            lock (_lock)
            {
                for (var weight = 0; weight < WeightMax && _waiting.TryDequeue(out var work);)
                {
                    works.Add(work);
                    weight += work.Weight;
                }
                if (_waiting.Count > 0) _signal.Release();
                if (works.Count > 0) return true;
                if (_stopping || !wait) return false;
            }
            _signal.Wait();
        }
    }

    private void Fail(List<WriterWork> works, Exception error)
    {
        List<WriterWork> all = [.. works];
        lock (_lock)
        {
            _error = error;
            all.AddRange(_waiting);
            _waiting.Clear();
        }
        foreach (var work in all) work.Failed(error);
        _failed(error);
    }
}
