using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Backfilling;

/// <summary>One customer's values of what is counted anew, read from the history; see <see cref="Backfill"/>.</summary>
public sealed class BackfilledCustomer
{
    private readonly Filling? _events;
    private List<(Run Run, Filling Counts)>? _runs;

    // From the first fact on that may still be waiting in the state for its time.
    private List<EventFact>? _held;

    internal BackfilledCustomer(AccumulatorSet? events) => _events = events is null ? null : new Filling(events);

    /// <summary>Takes the customer's next event, in order of arrival.</summary>
    /// <param name="settled">What occurred before this has certainly been folded when the values are taken over; later facts may wait in the state then.</param>
    public void Take(EventFact fact, Instant settled)
    {
        if (_held is not null && _held.TrueForAll(held => held.OccurredAt < settled)) Release(_ => false);
        if (_held is null && fact.OccurredAt < settled) Absorb(fact);
        else (_held ??= []).Add(fact.Kept());
    }

    /// <summary>The same runs, with nothing read.</summary>
    public BackfilledCustomer Anew()
    {
        var anew = new BackfilledCustomer(_events?.Set);
        foreach (var (run, counts) in _runs ?? []) anew.Watch(run, counts.Set);
        return anew;
    }

    internal void Watch(Run run, AccumulatorSet missing) => (_runs ??= []).Add((run, new Filling(missing)));

    internal bool Knows(Run run) => _runs?.Exists(known => known.Run.Id == run.Id) == true;

    /// <summary>Fills everything from a whole history.</summary>
    internal void TakeAll(IEnumerable<EventFact> history, CustomerState state)
    {
        foreach (var fact in history)
            if (!state.Waits(fact)) Absorb(fact);
    }

    /// <summary>Facts that wait in the state are yet to be folded, and are counted then.</summary>
    internal void Settle(CustomerState state) => Release(state.Waits);

    /// <summary>What the customer's conditions count anew; null for nothing.</summary>
    internal AccumulatorStates? Events => _events?.States;

    /// <summary>What a run's goal and exit count anew; null for nothing.</summary>
    internal AccumulatorStates? CountsOf(Run run) => _runs?.Find(known => known.Run.Id == run.Id).Counts?.States;

    private void Release(Predicate<EventFact> waits)
    {
        if (_held is null) return;
        foreach (var fact in _held)
            if (!waits(fact)) Absorb(fact);
        _held = null;
    }

    private void Absorb(EventFact fact)
    {
        _events?.Absorb(fact);
        if (_runs is null) return;
        foreach (var (run, counts) in _runs)
            if (run.Sees(fact)) counts.Absorb(fact);
    }

    /// <summary>
    /// Values of one scope. What has left a window is forgotten by the events' own time: whenever the history is read, the same is kept, byte for byte.
    /// </summary>
    private sealed class Filling(AccumulatorSet set)
    {
        private Instant _latest = Instant.Min;

        public AccumulatorSet Set => set;

        public AccumulatorStates? States { get; private set; }

        public void Absorb(EventFact fact)
        {
            if (!set.Listens(fact.Name)) return;
            if (fact.OccurredAt > _latest) _latest = fact.OccurredAt;
            set.Absorb(States ??= set.NewStates(), fact, _latest);
        }
    }
}
