using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Rehearsal;

/// <summary>
/// The same engine over past facts with a virtual clock: the caller feeds facts in order of their decision times and gets decisions in order of
/// instant, customer (ordinal), then as decided. Memory grows with customers only.
/// </summary>
public sealed class Rehearsal
{
    private readonly Action<RehearsedCustomer, Effect> _emit;
    private readonly List<RehearsedCustomer> _customers = [];
    private readonly Dictionary<string, RehearsedCustomer> _byName = new(StringComparer.Ordinal);

    /// <summary>Indexes of customers by instant: without references a million entries are moved and collected at no cost.</summary>
    private readonly PriorityQueue<int, long> _wakeUps = new();

    /// <summary>Customers with decisions at <see cref="_now"/>, not yet printed.</summary>
    private readonly List<RehearsedCustomer> _decided = [];
    private readonly Stack<List<Effect>> _spare = new();
    private readonly List<Effect> _effects = [];
    private Plan _plan;
    private Instant _now = Instant.Min;

    /// <param name="emit">Called once per decision, when its instant is over: the customer's state is that of the instant's end.</param>
    public Rehearsal(Plan plan, Action<RehearsedCustomer, Effect> emit)
    {
        _plan = plan;
        _emit = emit;
    }

    /// <summary>Every customer met, by index.</summary>
    public IReadOnlyList<RehearsedCustomer> Met => _customers;

    /// <summary>A customer not met before.</summary>
    /// <param name="name">The printed name: chance and run ids are derived from it.</param>
    public RehearsedCustomer Meet(string name)
    {
        var customer = new RehearsedCustomer(name, _customers.Count);
        _customers.Add(customer);
        return customer;
    }

    /// <summary>A fact of a recording without decision times: it is decided on when it occurred, and none is late.</summary>
    /// <param name="customer">The printed identity, <c>kind:value</c>.</param>
    /// <exception cref="ArgumentException">The fact occurred before one already taken.</exception>
    public void Take(string customer, EventFact fact)
    {
        if (!_byName.TryGetValue(customer, out var known)) _byName.Add(customer, known = Meet(customer));
        Take(known, fact, fact.OccurredAt);
    }

    /// <summary>A fact at the instant at which it is decided on; it may have occurred earlier, or occur later.</summary>
    /// <exception cref="ArgumentException">The instant is before one already reached.</exception>
    public void Take(RehearsedCustomer customer, EventFact fact, Instant now)
    {
        Reach(now);
        CustomerFold.Fold(_plan, customer.State, fact, now, _effects);
        Keep(customer);
    }

    /// <summary>From here on the customer lives in another one, into which it is merged next.</summary>
    public void Close(RehearsedCustomer customer, Instant now)
    {
        Reach(now);
        customer.Closed = true;
    }

    /// <summary>Makes a customer the fold of both histories.</summary>
    /// <param name="history">Both customers' events in order of arrival.</param>
    public void Merge(RehearsedCustomer survivor, RehearsedCustomer loser, IEnumerable<EventFact> history, Cause cause, Instant now)
    {
        Reach(now);
        CustomerFold.Merge(_plan, survivor.State, loser.State, history, cause, now, _effects);
        Keep(survivor);
    }

    /// <summary>From this instant on another plan is in force.</summary>
    /// <param name="move">Moves one customer's state from the plan before.</param>
    public void Redefine(Plan after, Action<RehearsedCustomer, List<Effect>> move, Instant now)
    {
        Reach(now);
        _plan = after;
        foreach (var customer in _customers)
        {
            if (customer.Closed) continue;
            move(customer, _effects);
            Keep(customer);
        }
    }

    /// <summary>Takes the wake-ups that are left: those at or before the last fact's instant, or all before <paramref name="to"/>.</summary>
    public void Finish(Instant? to)
    {
        if (to is { } end) AdvanceTo(end);
        else CloseInstant();
    }

    /// <summary>Settles everything before this instant.</summary>
    /// <exception cref="ArgumentException">The instant is before one already reached.</exception>
    public void Reach(Instant now)
    {
        if (now < _now) throw new ArgumentException($"{now} is before {_now}: facts are taken in order.", nameof(now));
        AdvanceTo(now);
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
        while (_wakeUps.TryPeek(out var index, out var at) && at <= _now.UnixMs)
        {
            _wakeUps.Dequeue();
            var customer = _customers[index];
            // Left behind by an earlier wake-up that was queued after it.
            if (at != customer.QueuedAt.UnixMs) continue;
            customer.QueuedAt = Instant.Max;
            if (customer.Closed) continue;
            CustomerFold.Wake(_plan, customer.State, _now, _effects);
            Keep(customer);
        }
        if (_decided.Count == 0) return;

        if (_decided.Count > 1) _decided.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var customer in _decided)
        {
            var effects = customer.Decided!;
            foreach (var effect in effects) _emit(customer, effect);
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
            _wakeUps.Enqueue(customer.Index, wake.UnixMs);
        }
    }
}
