namespace Shiyu.Store.EventIds;

/// <summary>The log, as the event ids need it.</summary>
internal interface IEventIdSource
{
    long LastPosition { get; }

    long DecidedAtMs(long position);

    /// <summary>Every row with <c>after &lt; position &lt;= through</c>; the id is null when the row is no event.</summary>
    IEnumerable<(long Position, UInt128? Id, long ReceivedAtMs)> EventIds(long after, long through);
}
