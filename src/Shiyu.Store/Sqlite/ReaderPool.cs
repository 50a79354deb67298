using System.Collections.Concurrent;

namespace Shiyu.Store.Sqlite;

/// <summary>Keeps read-only connections for the next reader. There are as many as were once used at a time.</summary>
internal sealed class ReaderPool(string file) : IDisposable
{
    private readonly ConcurrentBag<ReaderConnection> _idle = [];
    private volatile bool _closed;

    public SqliteReader Open()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(IStore));
        return new(this, _idle.TryTake(out var connection) ? connection : new ReaderConnection(file));
    }

    public void Return(ReaderConnection connection)
    {
        _idle.Add(connection);
        if (_closed)
            CloseIdle();
    }

    public void Dispose()
    {
        _closed = true;
        CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out var connection))
            connection.Dispose();
    }
}
