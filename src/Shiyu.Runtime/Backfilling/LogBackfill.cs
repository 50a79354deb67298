using Shiyu.Engine;
using Shiyu.Engine.Backfilling;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Backfilling;

/// <summary>
/// Reads the log once, in its order, and counts for every customer what definitions count anew. It may be read further at any time: what matters is only up to where it
/// has been read when they go live. One thread at a time.
/// </summary>
internal sealed class LogBackfill(Backfill backfill)
{
    // By customer number - 1; null for whom nothing was read. About 150 bytes a customer, until the definitions are live.
    private readonly List<BackfilledCustomer?> _customers = [];
    private readonly Dictionary<string, bool> _listens = new(StringComparer.Ordinal);
    private long _watchedThrough;

    /// <summary>Every row up to here has been read.</summary>
    public long Through { get; private set; }

    /// <summary>Whether there are runs to be filled; they are to be named by <see cref="Watch"/> before anything is read.</summary>
    public bool CountsForRuns => backfill.CountsForRuns;

    /// <summary>Whether this is what lies between two plans.</summary>
    public bool Fits(Plan before, Plan after) => backfill.Fits(before, after);

    /// <summary>Names a customer's runs, as they are at a position of the log.</summary>
    public void Watch(long customer, CustomerState state, long position)
    {
        _watchedThrough = position;
        if (backfill.HasRuns(state)) Place(customer, backfill.Begin(state));
    }

    /// <summary>Reads on to a position.</summary>
    /// <param name="read">Told of each row's position.</param>
    public void Read(IStoreReader reader, long through, Action<long>? read = null)
    {
        foreach (var row in reader.Rows(Through, through))
        {
            Take(reader, row);
            Through = row.Position;
            read?.Invoke(row.Position);
        }
    }

    /// <summary>What was read of a customer.</summary>
    public BackfilledCustomer Of(long customer) => Known(customer) ?? backfill.Begin();

    private void Take(IStoreReader reader, in LogRow row)
    {
        switch (LogBody.KindOf(row))
        {
            case LogKind.Event:
                if (Listens(LogBody.ReadName(row))) Obtain(row.Customer).Take(LogBody.ReadEvent(row).Fact, new Instant(row.DecidedAtMs + 1));
                break;
            case LogKind.Merge:
                Merge(reader, row);
                break;
            case LogKind.Closing:
                if (Known(row.Customer) is not null) _customers[(int)row.Customer - 1] = null;
                break;
            case LogKind.Definitions or LogKind.Pauses or LogKind.Publication or LogKind.Opening or LogKind.Values or LogKind.Stops:
                break;
            default:
                throw new StoreException($"Log row {row.Position} was written by a newer program.");
        }
    }

    /// <summary>From here on the customer's history is that of both.</summary>
    private void Merge(IStoreReader reader, in LogRow row)
    {
        // Runs that were named before this merge go by what the two became: they are read from the history when the definitions go live.
        var joined = row.Position <= _watchedThrough && Known(row.Customer) is { } known ? known.Anew() : backfill.Begin();
        foreach (var fact in new History(reader).Events(row.Position))
            if (Listens(fact.Name)) joined.Take(fact, new Instant(row.DecidedAtMs));
        Place(row.Customer, joined);
    }

    private bool Listens(string name)
    {
        if (!_listens.TryGetValue(name, out var listens)) _listens.Add(name, listens = backfill.Listens(name));
        return listens;
    }

    private BackfilledCustomer? Known(long customer) => customer <= _customers.Count ? _customers[(int)customer - 1] : null;

    private BackfilledCustomer Obtain(long customer)
    {
        if (Known(customer) is { } known) return known;
        var begun = backfill.Begin();
        Place(customer, begun);
        return begun;
    }

    private void Place(long customer, BackfilledCustomer backfilled)
    {
        while (_customers.Count < customer) _customers.Add(null);
        _customers[(int)customer - 1] = backfilled;
    }
}
