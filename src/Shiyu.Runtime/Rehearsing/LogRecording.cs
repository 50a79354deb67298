using System.Runtime.InteropServices;
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
    private LoggedCustomers? _customers;

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
        var customers = _customers = new LoggedCustomers(rehearsal);
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
                    rehearsal.Take(customers.Of(row), LogBody.ReadEvent(row).Fact, now);
                    break;
                case LogKind.Closing:
                    rehearsal.Close(customers.Of(row), now);
                    break;
                case LogKind.Merge:
                    var (loser, _, cause) = LogBody.ReadLink(row);
                    var survivor = customers.Of(row);
                    if (customers.Known(loser) is { } joined)
                    {
                        merges[joined.Index] = survivor.Index;
                        rehearsal.Merge(survivor, joined, new History(_reader).Events(row.Position), Cause.Event(cause), now);
                    }
                    break;
                case LogKind.Definitions or LogKind.Pauses or LogKind.Publication or LogKind.Opening or LogKind.Values or LogKind.Stops:
                    if (definitions.Versions.Find(row.Position) is not { } after) break;
                    var before = version;
                    version = after;
                    // What was decided before is heard by the definitions that decided it.
                    rehearsal.Reach(now);
                    decided.Redefined(after.Plan);
                    rehearsal.Redefine(after.Plan, (customer, effects) => after.TakeOver(before, customer.State, () => new History(_reader).Events(customers.LastOf(customer)), now, effects), now);
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
        if (_customers is not { } customers || CustomerNumber.Parse(customer) is not { } number || customers.Known(number) is not { } known) return null;
        var survivor = run.Survivor(known.Index);
        return Story(_reader, definitions, CustomerNumber.Parse(survivor.Name)!.Value, customers.LastOf(survivor), run.End)?.Entries;
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

    /// <summary>The customers of the log by their number, each with the newest row of its chain so far.</summary>
    private sealed class LoggedCustomers(Rehearsal rehearsal)
    {
        private readonly List<(RehearsedCustomer? Customer, long Last)> _byNumber = [];

        public RehearsedCustomer Of(in LogRow row)
        {
            while (_byNumber.Count < row.Customer) _byNumber.Add(default);
            ref var known = ref CollectionsMarshal.AsSpan(_byNumber)[(int)row.Customer - 1];
            known.Last = row.Position;
            return known.Customer ??= rehearsal.Meet(CustomerNumber.ToText(row.Customer));
        }

        public RehearsedCustomer? Known(long number) => number <= _byNumber.Count ? _byNumber[(int)number - 1].Customer : null;

        public long LastOf(RehearsedCustomer customer) => _byNumber[(int)CustomerNumber.Parse(customer.Name)!.Value - 1].Last;
    }
}
