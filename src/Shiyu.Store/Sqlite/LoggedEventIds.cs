using Shiyu.Store.EventIds;

namespace Shiyu.Store.Sqlite;

/// <summary>The log's rows as event ids.</summary>
internal sealed class LoggedEventIds(IStore store, IStoreReader reader, Func<LogRow, UInt128?> eventIdOf) : IEventIdSource
{
    public long LastPosition => store.LastPosition;

    public long DecidedAtMs(long position) =>
        reader.Row(position)?.DecidedAtMs ?? throw new StoreException($"The log has no row at position {position} of {LastPosition}: the file is damaged.");

    public IEnumerable<(long Position, UInt128? Id, long ReceivedAtMs)> EventIds(long after, long through)
    {
        foreach (var row in reader.Rows(after, through))
            yield return (row.Position, eventIdOf(row), row.DecidedAtMs);
    }
}
