using Shiyu.Store.EventIds;

namespace Shiyu.Store.Sqlite;

/// <summary>
/// The embedded store: one folder with the database <c>shiyu.db</c>, its write-ahead log, the files of event ids under <c>ids</c>, and the
/// file <c>lock</c>, which one server at a time holds.
/// </summary>
public sealed class SqliteStore : IStore
{
    private const int PageBytes = 4096;

    private readonly FolderLock _folderLock;
    private readonly Database _database;
    private readonly Lock _betweenCommits = new();
    private readonly CommitWriter _writer;
    private readonly Checkpointer _checkpointer;
    private readonly ReaderPool _readers;
    private readonly EventIdIndex _eventIds;
    private readonly Action<string>? _warn;
    private bool _warned;
    private long _lastPosition;
    private bool _disposed;

    private SqliteStore(StoreOptions options, FolderLock folderLock)
    {
        _folderLock = folderLock;
        _warn = options.Warn;
        var file = Path.Combine(options.Folder, "shiyu.db");
        _database = OpenForWriting(file);
        _readers = new(file);
        _eventIds = null!;
        try
        {
            Schema.Migrate(_database, options.Time);
            _lastPosition = _database.Scalar(Statements.Named("last_position"));
            _eventIds = new(Path.Combine(options.Folder, "ids"), Origin(), options.EventIdsInMemory);
            using (var reader = _readers.Open())
                _eventIds.Open(new LoggedEventIds(this, reader, options.EventIdOf));
            _writer = new(_database);
            _checkpointer = new(OpenForWriting(file), _betweenCommits, options.PagesBeforeCheckpoint);
        }
        catch
        {
            _eventIds?.Dispose();
            _readers.Dispose();
            _database.Dispose();
            throw;
        }
    }

    public long LastPosition => Volatile.Read(ref _lastPosition);

    public IEventIds EventIds => _eventIds;

    /// <summary>What the store could not do behind the commits (move pages out of the write-ahead log, write event ids), or null. Nothing is lost by it.</summary>
    public string? Warning => _checkpointer.Failure ?? _eventIds.Failure;

    /// <summary>Opens the folder's store, and makes it when there is none.</summary>
    /// <exception cref="StoreException">Another server holds the folder, a newer program wrote it, or it cannot be read or written.</exception>
    public static SqliteStore Open(StoreOptions options)
    {
        FolderLock? folderLock = null;
        try
        {
            // What customers did is nobody else's to read on this machine.
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(options.Folder);
            else Directory.CreateDirectory(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            folderLock = FolderLock.Take(options.Folder, options.Time);
            return new(options, folderLock);
        }
        catch (Exception failed)
        {
            folderLock?.Dispose();
            if (failed is IOException or UnauthorizedAccessException)
                throw new StoreException($"Could not open the store in {options.Folder}: {failed.Message}", failed);
            throw;
        }
    }

    public void Commit(Commit commit)
    {
        var last = _lastPosition;
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            foreach (var row in commit.Rows)
            {
                if (row.Position != ++last)
                    throw new StoreException($"Log positions are dense: {last} is next, and the commit has {row.Position}. Nothing was written.");
            }

            lock (_betweenCommits)
                _writer.Write(commit);
        }
        catch
        {
            _eventIds.Forget();
            throw;
        }

        Volatile.Write(ref _lastPosition, last);
        _eventIds.Committed(last);
        _checkpointer.Committed(_database.PagesWritten);
        WarnOnce();
    }

    public IStoreReader OpenReader() => _readers.Open();

    /// <summary>Waits until event ids that are being written to a file are there.</summary>
    internal void SettleEventIds() => _eventIds.Settle();

    internal Database Writer => _database;

    internal int EventIdFiles => _eventIds.Files;

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _checkpointer.Dispose();
        _readers.Dispose();
        _writer.Dispose();
        _eventIds.Dispose();
        _database.Dispose();
        _folderLock.Dispose();
    }

    private static Database OpenForWriting(string file)
    {
        var database = Database.Open(file, readOnly: false);
        try
        {
            // The page size counts for a new file only; 4,096 writes a sixth less than 8,192 where keys come in no order. Checkpoints are the checkpointer's work (wal_autocheckpoint = 0).
            database.Execute($"""
                PRAGMA page_size = {PageBytes};
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 0;
                PRAGMA busy_timeout = 10000;
                PRAGMA cache_size = -65536;
                PRAGMA temp_store = MEMORY
                """);
            return database;
        }
        catch (StoreException)
        {
            database.Dispose();
            throw;
        }
    }

    // Not at every commit while it lasts.
    private void WarnOnce()
    {
        var warning = Warning;
        if (warning is not null && !_warned)
            _warn?.Invoke(warning);
        _warned = warning is not null;
    }

    private Guid Origin()
    {
        using (var known = _database.Prepare("SELECT id FROM origin"))
        {
            if (known.Step())
                return new(known.Bytes(0));
        }

        var origin = Guid.NewGuid();
        using var made = _database.Prepare("INSERT INTO origin (id) VALUES (?1)");
        made.Bind(1, origin.ToByteArray());
        made.Run();
        return origin;
    }
}
