namespace Shiyu.Store.Sqlite;

/// <summary>
/// Moves what was committed from the write-ahead log into the database, on its own thread and connection, so that no commit waits for it (done
/// inline it made the slowest hundredth of commits take 56 ms). Most is moved while commits go on; the short rest is moved between two
/// commits, because the write-ahead log starts again from its beginning, and so stops growing, only when nothing is left in it.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private const int RoundsMax = 8;
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(1);

    private readonly Database _database;
    private readonly long _pagesBeforeWork;
    private readonly Lock _betweenCommits;
    private readonly Statement _passive;
    private readonly Statement _restart;
    private readonly Statement _truncate;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private long _pagesAtLastWork;
    private long _pages;
    private volatile bool _stop;
    private volatile string? _failure;

    /// <param name="pagesBeforeWork">How many pages commits write before there is work.</param>
    public Checkpointer(Database database, Lock betweenCommits, long pagesBeforeWork)
    {
        (_database, _betweenCommits, _pagesBeforeWork) = (database, betweenCommits, pagesBeforeWork);
        // Readers of an old snapshot are not waited for: while they are there, the work is tried again later.
        database.Execute("PRAGMA busy_timeout = 0");
        _passive = database.Prepare("PRAGMA wal_checkpoint(PASSIVE)");
        _restart = database.Prepare("PRAGMA wal_checkpoint(RESTART)");
        _truncate = database.Prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        _thread = new Thread(Work) { IsBackground = true, Name = "Shiyu store checkpoints" };
        _thread.Start();
    }

    /// <summary>Why the last round failed. Nothing is lost by it: what was committed stays in the write-ahead log.</summary>
    public string? Failure => _failure;

    /// <summary>Called after each commit with the writer's page count.</summary>
    public void Committed(long pagesWritten)
    {
        Volatile.Write(ref _pages, pagesWritten);
        if (pagesWritten - Volatile.Read(ref _pagesAtLastWork) >= _pagesBeforeWork)
            _wake.Set();
    }

    public void Dispose()
    {
        _stop = true;
        _wake.Set();
        _thread.Join();
        foreach (var statement in new[] { _passive, _restart, _truncate })
            statement.Dispose();
        _database.Dispose();
        _wake.Dispose();
    }

    private void Work()
    {
        var clean = true;
        while (!_stop)
        {
            // A clean log needs no look every second: it waits for the next commits.
            var woken = _wake.WaitOne(clean ? Timeout.InfiniteTimeSpan : IdleAfter);
            if (_stop)
                return;
            try
            {
                clean = Round(truncate: !woken);
                _failure = null;
            }
            catch (StoreException failed)
            {
                _failure = failed.Message;
                clean = false;
            }
        }
    }

    private bool Round(bool truncate)
    {
        Volatile.Write(ref _pagesAtLastWork, Volatile.Read(ref _pages));
        for (var round = 0; round < RoundsMax && !_stop; round++)
        {
            var (_, pages, moved) = Run(_passive);
            if (pages - moved < _pagesBeforeWork / 8)
                break;
        }

        lock (_betweenCommits)
            return Run(truncate ? _truncate : _restart).Busy == 0 && truncate;
    }

    private static (long Busy, long Pages, long Moved) Run(Statement checkpoint)
    {
        if (!checkpoint.Step())
            return (0, 0, 0);
        var result = (checkpoint.Integer(0), checkpoint.Integer(1), checkpoint.Integer(2));
        checkpoint.Reset();
        return result;
    }
}
