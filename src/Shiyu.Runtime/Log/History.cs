using Shiyu.Engine.Facts;
using Shiyu.Store;

namespace Shiyu.Runtime.Log;

/// <summary>Reads one customer's history along the chain of previous rows, merged histories included.</summary>
internal sealed class History(IStoreReader reader)
{
    /// <summary>The customer's own rows up to <paramref name="last"/>, oldest first; losers' rows are not among them.</summary>
    public List<LogRow> OwnRows(long last)
    {
        var rows = new List<LogRow>();
        for (var position = last; position != 0;)
        {
            var row = reader.Row(position) ?? throw new StoreException($"The log has no row {position}, which a later row names as its previous one.");
            rows.Add(row);
            position = row.Previous;
        }
        rows.Reverse();
        return rows;
    }

    /// <summary>The newest of the customer's own rows that was decided on by an instant; null when the first came later.</summary>
    public LogRow? LastDecidedBy(long atMs, long last)
    {
        foreach (var row in Enumerable.Reverse(OwnRows(last)))
            if (row.DecidedAtMs <= atMs) return row;
        return null;
    }

    /// <summary>Every event of the customer up to <paramref name="last"/>, those of merged customers included, in order of arrival.</summary>
    public List<EventFact> Events(long last)
    {
        var events = new List<EventFact>();
        Collect(last, events);
        events.Sort((a, b) => a.Arrival.CompareTo(b.Arrival));
        return events;
    }

    /// <summary>The customer's events up to a position that occurred at <paramref name="since"/> or later, those of merged customers included.</summary>
    public List<EventFact> Recent(long position, Instant since)
    {
        var events = new List<EventFact>();
        CollectRecent(position, since, events);
        return events;
    }

    private void CollectRecent(long last, Instant since, List<EventFact> events)
    {
        // An event may be decided on up to five minutes before it occurs, and any time later.
        const long AheadMs = 300_000;
        for (var position = last; position != 0;)
        {
            var row = reader.Row(position) ?? throw new StoreException($"The log has no row {position}, which a later row names as its previous one.");
            if (row.DecidedAtMs < since.UnixMs - AheadMs) return;
            if (LogBody.KindOf(row) == LogKind.Event && row.OccurredAtMs >= since.UnixMs) events.Add(LogBody.ReadEvent(row).Fact);
            if (LogBody.KindOf(row) == LogKind.Merge) CollectRecent(LogBody.ReadLink(row).Last, since, events);
            position = row.Previous;
        }
    }

    private void Collect(long last, List<EventFact> events)
    {
        foreach (var row in OwnRows(last))
        {
            switch (LogBody.KindOf(row))
            {
                case LogKind.Event:
                    events.Add(LogBody.ReadEvent(row).Fact);
                    break;
                case LogKind.Merge:
                    Collect(LogBody.ReadLink(row).Last, events);
                    break;
                case LogKind.Closing or LogKind.Definitions or LogKind.Pauses or LogKind.Publication or LogKind.Opening or LogKind.Values or LogKind.Stops:
                    break;
            }
        }
    }
}
