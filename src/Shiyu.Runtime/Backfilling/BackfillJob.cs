using Shiyu.Engine.Backfilling;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Stepping;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Backfilling;

/// <summary>
/// Reads the history that a publication needs, in the background, on a thread of its own with a connection that only reads, until it has nearly caught up with the log.
/// What customers do goes first.
/// </summary>
internal sealed class BackfillJob : IStepped, IDisposable
{
    private const int StepRows = 4_096;

    private readonly FoldLoop _fold;
    private readonly GivingWay _way;
    private readonly int _nearRows;
    private readonly IStore _store;
    private readonly IStoreReader _reader;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread? _thread;
    private readonly IStepper? _stepper;
    private long _read;
    private long _rows;
    private bool _behind = true;

    /// <param name="nearRows">So many rows are left to the fold, which reads them when the definitions go live, in some milliseconds: chasing the last ones would never end.</param>
    /// <param name="stepper">Who gives turns; null for a thread of its own.</param>
    public BackfillJob(Backfill backfill, FoldLoop fold, GivingWay way, IStore store, int nearRows, IStepper? stepper)
    {
        (_fold, _way, _store, _nearRows, _stepper) = (fold, way, store, nearRows, stepper);
        Log = new LogBackfill(backfill);
        _reader = store.OpenReader();
        _rows = store.LastPosition;
        if (stepper is null) _thread = new Thread(Run) { Name = "shiyu backfill", IsBackground = true, Priority = ThreadPriority.BelowNormal };
    }

    /// <summary>What was read; to be used once <see cref="RunAsync"/> is done.</summary>
    public LogBackfill Log { get; }

    /// <summary>Rows read, and rows in the log when it was last looked at.</summary>
    public (long Read, long Rows) Progress => (Volatile.Read(ref _read), Volatile.Read(ref _rows));

    /// <summary>Completes when only few rows are left to read; throws when it is cancelled.</summary>
    public async Task RunAsync()
    {
        if (Log.CountsForRuns)
        {
            await _fold.AskAsync(() =>
            {
                foreach (var record in _fold.Records)
                    if (record is { IsLive: true }) Log.Watch(record.Id, record.State!, _fold.ThroughPosition);
                return 0;
            });
        }
        _thread?.Start();
        _stepper?.Add(this);
        await _caughtUp.Task;
    }

    public void Cancel()
    {
        _stop.Cancel();
        _caughtUp.TrySetCanceled();
    }

    /// <inheritdoc/>
    public bool Step()
    {
        if (_caughtUp.Task.IsCompleted) return false;
        try
        {
            _stop.Token.ThrowIfCancellationRequested();
            if (Volatile.Read(ref _rows) - Log.Through <= _nearRows)
            {
                Volatile.Write(ref _rows, _store.LastPosition);
                // What came while the history was read is caught up with without giving way, or a busy server would never be done.
                _behind = false;
                if (_rows - Log.Through <= _nearRows)
                {
                    _caughtUp.TrySetResult();
                    return false;
                }
            }
            Log.Read(_reader, Math.Min(Log.Through + StepRows, _rows));
            Volatile.Write(ref _read, Log.Through);
            return true;
        }
        catch (Exception error)
        {
            _caughtUp.TrySetException(error);
            return false;
        }
    }

    /// <summary>Whatever ran is over.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        if (_thread is { IsAlive: true }) _thread.Join();
        _reader.Dispose();
        _stop.Dispose();
    }

    private void Run()
    {
        while (Step())
            if (_behind) _way.Give(_stop.Token);
    }
}
