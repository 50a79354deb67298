using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Rehearsal;

/// <summary>
/// The same engine over past events with a virtual clock: the caller feeds facts in order of (occurredAt, line), customers already joined,
/// and gets decisions in order of instant, customer (ordinal), then as decided. Memory grows with customers only.
/// </summary>
public sealed class Rehearsal
{
    private readonly Plan _plan;
    private readonly Action<string, Effect> _emit;
    private readonly Dictionary<string, RehearsedCustomer> _customers = new(StringComparer.Ordinal);
    private readonly PriorityQueue<RehearsedCustomer, long> _wakeUps = new();

    /// <summary>Customers with decisions at <see cref="_now"/>, not yet printed.</summary>
    private readonly List<RehearsedCustomer> _decided = [];
    private readonly Stack<List<Effect>> _spare = new();
    private readonly List<Effect> _effects = [];
    private Instant _now = Instant.Min;

    /// <param name="emit">Called once per decision.</param>
    public Rehearsal(Plan plan, Action<string, Effect> emit)
    {
        _plan = plan;
        _emit = emit;
    }

    /// <summary>How many customers have been met.</summary>
    public int Customers => _customers.Count;

    /// <param name="customer">The printed identity, <c>kind:value</c>.</param>
    /// <exception cref="ArgumentException">The fact occurred before one already taken.</exception>
    public void Take(string customer, EventFact fact)
    {
        if (fact.OccurredAt < _now)
            throw new ArgumentException($"Event {fact.Id} occurred at {fact.OccurredAt}, before {_now}: facts are taken in order.", nameof(fact));
        AdvanceTo(fact.OccurredAt);
        if (!_customers.TryGetValue(customer, out var known)) _customers.Add(customer, known = new RehearsedCustomer(customer));
        CustomerFold.Fold(_plan, known.State, fact, fact.OccurredAt, _effects);
        Keep(known);
    }

    /// <summary>Takes the wake-ups that are left: those at or before the last fact's instant, or all before <paramref name="to"/>.</summary>
    public void Finish(Instant? to)
    {
        if (to is { } end) AdvanceTo(end);
        else CloseInstant();
    }

    /// <summary>Settles everything before <paramref name="next"/>.</summary>
    private void AdvanceTo(Instant next)
    {
        while (_now < next)
        {
            CloseInstant();
            // The queue may name an instant too early, never too late.
            var wakeAt = _wakeUps.TryPeek(out _, out var at) ? new Instant(at) : Instant.Max;
            _now = wakeAt < next ? wakeAt : next;
        }
    }

    /// <summary>No more facts come at this instant: wake-ups take their turn, and what was decided is printed.</summary>
    private void CloseInstant()
    {
        while (_wakeUps.TryPeek(out var customer, out var at) && at <= _now.UnixMs)
        {
            _wakeUps.Dequeue();
            // Left behind by an earlier wake-up that was queued after it.
            if (at != customer.QueuedAt.UnixMs) continue;
            customer.QueuedAt = Instant.Max;
            CustomerFold.Wake(_plan, customer.State, _now, _effects);
            Keep(customer);
        }
        if (_decided.Count == 0) return;

        if (_decided.Count > 1) _decided.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var customer in _decided)
        {
            var effects = customer.Decided!;
            foreach (var effect in effects) _emit(customer.Name, effect);
            customer.Decided = null;
            effects.Clear();
            _spare.Push(effects);
        }
        _decided.Clear();
    }

    private void Keep(RehearsedCustomer customer)
    {
        if (_effects.Count > 0)
        {
            if (customer.Decided is null)
            {
                customer.Decided = _spare.TryPop(out var spare) ? spare : [];
                _decided.Add(customer);
            }
            customer.Decided.AddRange(_effects);
            _effects.Clear();
        }
        // An entry later than the new wake-up would come too late; an earlier one finds nothing to do and is put back.
        if (customer.State.NextWakeUp is { } wake && wake < customer.QueuedAt)
        {
            customer.QueuedAt = wake;
            _wakeUps.Enqueue(customer, wake.UnixMs);
        }
    }
}
