using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Rehearsal;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>
/// An installation's log, in its own order and with its recorded decision times: what was late is late again, customers merge where they merged, and what was
/// learned and stopped is learned and stopped where it was. With the definitions that were live these change and SOPs pause where they did, too: the same
/// decisions come out that were taken.
/// </summary>
internal sealed class LogRecording : IRecording
{
    private readonly IStoreReader _reader;
    private readonly Action<long, long> _progress;
    private readonly CancellationToken _stop;
    private readonly long _through;
    private readonly long _clockMs;
    private List<LoggedCustomer?> _customers = [];

    /// <param name="progress">Told of (rows read, rows in all), now and then.</param>
    public LogRecording(IStoreReader reader, Action<long, long> progress, CancellationToken stop)
    {
        (_reader, _progress, _stop) = (reader, progress, stop);
        // The cursor first: the log has at least the rows that it names, whatever is written meanwhile.
        _clockMs = reader.Cursor(ShiyuRuntime.Workspace)?.ClockMs ?? long.MinValue;
        _through = reader.LastPosition();
    }

    public RecordingRun Rehearse(RehearsedDefinitions definitions, Instant? to, IDecisionListener decided)
    {
        var rehearsal = new Rehearsal(definitions.Plan, decided.Decided);
        var customers = _customers = [];
        var merges = new Dictionary<int, int>();
        var version = definitions.Versions!.First;
        long events = 0, last = long.MinValue;
        foreach (var row in _reader.Rows(0, _through))
        {
            if (row.DecidedAtMs >= to?.UnixMs) break;
            if (row.Position % 4_096 == 0)
            {
                _stop.ThrowIfCancellationRequested();
                _progress(row.Position, _through);
            }
            var now = new Instant(last = row.DecidedAtMs);
            switch (LogBody.KindOf(row))
            {
                case LogKind.Event:
                    events++;
                    rehearsal.Take(Obtain(customers, row, rehearsal), LogBody.ReadEvent(row).Fact, now);
                    break;
                case LogKind.Closing:
                    rehearsal.Close(Obtain(customers, row, rehearsal), now);
                    break;
                case LogKind.Merge:
                    var (loser, _, cause) = LogBody.ReadLink(row);
                    var survivor = Obtain(customers, row, rehearsal);
                    if (Known(customers, loser) is { } joined)
                    {
                        merges[joined.Customer.Index] = survivor.Index;
                        rehearsal.Merge(survivor, joined.Customer, new History(_reader).Events(row.Position), Cause.Event(cause), now);
                    }
                    break;
                case LogKind.Definitions or LogKind.Pauses or LogKind.Publication or LogKind.Opening or LogKind.Values or LogKind.Stops:
                    if (definitions.Versions.Find(row.Position) is not { } after) break;
                    var before = version;
                    version = after;
                    // What was decided before is heard by the definitions that decided it.
                    rehearsal.Reach(now);
                    decided.Redefined(after.Plan);
                    rehearsal.Redefine(after.Plan, (customer, effects) => after.TakeOver(before, customer.State, () => HistoryOf(customers, customer), now, effects), now);
                    break;
                default:
                    throw new StoreException($"Log row {row.Position} was written by a newer program.");
            }
        }
        // Live, wake-ups up to the clock have been taken; those of the last fact's own instant at the latest.
        var end = to ?? (_clockMs > last ? new Instant(_clockMs) : null);
        rehearsal.Finish(end);
        _progress(_through, _through);
        return new RecordingRun(events, 0, rehearsal.Met, end ?? new Instant(last + 1)) { Merges = merges };
    }

    /// <inheritdoc/>
    public IReadOnlyList<Replayed>? Story(RehearsedDefinitions definitions, string customer, RecordingRun run)
    {
        if (CustomerNumber.Parse(customer) is not { } number || Known(_customers, number) is not { } known) return null;
        var survivor = run.Survivor(known.Customer.Index);
        number = CustomerNumber.Parse(survivor.Name)!.Value;
        return Story(_reader, definitions, number, Known(_customers, number)!.Last, run.End)?.Entries;
    }

    /// <summary>One customer's history, folded again as far as a rehearsal went.</summary>
    /// <param name="newest">A row of the customer's chain.</param>
    /// <param name="end">Everything before this instant was decided.</param>
    /// <returns>Null when nothing was known of the customer by then.</returns>
    public static Replay? Story(IStoreReader reader, RehearsedDefinitions definitions, long customer, long newest, Instant end)
    {
        if (new History(reader).LastDecidedBy(end.UnixMs - 1, newest) is not { } last) return null;
        var replay = new Replay(reader, definitions.Versions!);
        replay.Run(customer, last.Position, end.UnixMs, definitions.Versions!.AsOf(end.UnixMs - 1).Position);
        return replay;
    }

    private static RehearsedCustomer Obtain(List<LoggedCustomer?> customers, in LogRow row, Rehearsal rehearsal)
    {
        while (customers.Count < row.Customer) customers.Add(null);
        var known = customers[(int)row.Customer - 1] ??= new LoggedCustomer(rehearsal.Meet(CustomerNumber.ToText(row.Customer)));
        known.Last = row.Position;
        return known.Customer;
    }

    private static LoggedCustomer? Known(List<LoggedCustomer?> customers, long number) => number <= customers.Count ? customers[(int)number - 1] : null;

    private List<EventFact> HistoryOf(List<LoggedCustomer?> customers, RehearsedCustomer customer) =>
        new History(_reader).Events(Known(customers, CustomerNumber.Parse(customer.Name)!.Value)!.Last);

    private sealed class LoggedCustomer(RehearsedCustomer customer)
    {
        public RehearsedCustomer Customer { get; } = customer;

        /// <summary>The newest row of its chain so far.</summary>
        public long Last { get; set; }
    }
}
