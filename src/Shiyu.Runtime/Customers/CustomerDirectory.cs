using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Customers;

/// <summary>
/// Who is who: identity → customer, and for each customer its identities and the last row of its chain. Changed by the writer
/// thread only; every access takes the directory's lock.
/// </summary>
internal sealed class CustomerDirectory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Identity, long> _byIdentity = [];
    private readonly List<Entry> _entries = [];

    private sealed class Entry
    {
        public Identity[] Identities = [];
        public long[] Losers = [];
        public long LastPosition;
        public long MergedInto;
        public byte StrongKinds;
    }

    public Lock Lock => _lock;

    public long Count
    {
        get { lock (_lock) return _entries.Count; }
    }

    /// <summary>The customer of an identity; null when nobody has it.</summary>
    public long? Find(Identity identity)
    {
        lock (_lock) return _byIdentity.TryGetValue(identity, out var customer) ? Survivor(customer) : null;
    }

    /// <summary>The customer with a number, or the one that it was merged into; null when there was never one.</summary>
    public long? Known(long customer)
    {
        lock (_lock) return Exists(customer) ? Survivor(customer) : null;
    }

    public IReadOnlyList<Identity> IdentitiesOf(long customer)
    {
        lock (_lock) return Exists(customer) ? _entries[(int)customer - 1].Identities : [];
    }

    /// <summary>The customer itself, or the one that it was merged into.</summary>
    public long Survivor(long customer)
    {
        lock (_lock)
        {
            while (Exists(customer) && _entries[(int)customer - 1].MergedInto is not 0 and var into) customer = into;
            return customer;
        }
    }

    public IReadOnlyList<long> MergedInto(long survivor)
    {
        lock (_lock)
        {
            var losers = new List<long>();
            Collect(survivor);
            losers.Sort();
            return losers;

            void Collect(long customer)
            {
                if (!Exists(customer)) return;
                foreach (var loser in _entries[(int)customer - 1].Losers)
                {
                    losers.Add(loser);
                    Collect(loser);
                }
            }
        }
    }

    /// <summary>Notes a new row of the customer's chain and returns the row before it.</summary>
    public long Advance(long customer, long position)
    {
        lock (_lock)
        {
            var entry = _entries[(int)customer - 1];
            var previous = entry.LastPosition;
            entry.LastPosition = position;
            return previous;
        }
    }

    /// <summary>At start, from the store.</summary>
    public void Restore(Identity identity, long customer)
    {
        lock (_lock)
        {
            Reserve(customer);
            Attach(identity, customer);
        }
    }

    /// <summary>At start: a customer's last known row, and whom it was merged into (0 for nobody).</summary>
    public void Restore(long customer, long lastPosition, long mergedInto)
    {
        lock (_lock)
        {
            Reserve(customer);
            var entry = _entries[(int)customer - 1];
            entry.LastPosition = Math.Max(entry.LastPosition, lastPosition);
            if (mergedInto != 0) MergeInto(customer, mergedInto);
        }
    }

    /// <summary>
    /// Finds or makes the customer that an event belongs to and joins the identities it names. A join that would give a customer two of a
    /// strong kind is left out and reported; the event goes to the strongest identity that it names.
    /// </summary>
    public long Resolve(ReadOnlySpan<Identity> identities, ResolveChanges changes)
    {
        lock (_lock)
        {
            var strongest = identities[0];
            foreach (var identity in identities)
                if (identity.Kind < strongest.Kind) strongest = identity;

            long? customer = _byIdentity.TryGetValue(strongest, out var known) ? Survivor(known) : null;
            // The usual event names one known identity.
            if (customer is { } only && identities.Length == 1) return only;

            if (customer is null)
            {
                // A new name for somebody known by a weaker one, or somebody new.
                foreach (var identity in identities)
                {
                    if (identity == strongest || !_byIdentity.TryGetValue(identity, out var other)) continue;
                    other = Survivor(other);
                    if (Clash(strongest, other)) continue;
                    customer = other;
                    break;
                }
                customer ??= New(changes);
                Add(strongest, customer.Value, changes);
            }

            foreach (var identity in identities)
            {
                if (identity == strongest) continue;
                if (!_byIdentity.TryGetValue(identity, out var other))
                {
                    if (Clash(identity, customer.Value)) changes.Refused.Add((customer.Value, null, identity));
                    else Add(identity, customer.Value, changes);
                    continue;
                }
                other = Survivor(other);
                if (other == customer) continue;
                if ((_entries[(int)other - 1].StrongKinds & _entries[(int)customer.Value - 1].StrongKinds) != 0)
                {
                    changes.Refused.Add((customer.Value, other, identity));
                    continue;
                }
                customer = Merge(customer.Value, other, changes);
            }
            return customer.Value;
        }
    }

    /// <summary>Who has the strongest identity survives; of two alike the older.</summary>
    private long Merge(long a, long b, ResolveChanges changes)
    {
        var (rankA, rankB) = (Rank(a), Rank(b));
        var survivor = rankA != rankB ? (rankA < rankB ? a : b) : Math.Min(a, b);
        var loser = survivor == a ? b : a;
        var from = _entries[(int)loser - 1];
        MergeInto(loser, survivor);
        foreach (var identity in from.Identities)
        {
            Attach(identity, survivor);
            changes.Attached.Add((identity, survivor));
        }
        changes.Merges.Add((survivor, loser));
        return survivor;
    }

    private void MergeInto(long loser, long survivor)
    {
        Reserve(survivor);
        var from = _entries[(int)loser - 1];
        if (from.MergedInto == survivor) return;
        from.MergedInto = survivor;
        var into = _entries[(int)survivor - 1];
        into.Losers = [.. into.Losers, loser];
    }

    private int Rank(long customer)
    {
        var best = int.MaxValue;
        foreach (var identity in _entries[(int)customer - 1].Identities) best = Math.Min(best, (int)identity.Kind);
        return best;
    }

    private bool Clash(Identity identity, long customer) =>
        identity.Kind.IsStrong() && (_entries[(int)customer - 1].StrongKinds & Bit(identity.Kind)) != 0;

    private long New(ResolveChanges changes)
    {
        _entries.Add(new Entry());
        changes.Created.Add(_entries.Count);
        return _entries.Count;
    }

    private void Add(Identity identity, long customer, ResolveChanges changes)
    {
        Attach(identity, customer);
        changes.Attached.Add((identity, customer));
    }

    private void Attach(Identity identity, long customer)
    {
        _byIdentity[identity] = customer;
        var entry = _entries[(int)customer - 1];
        entry.Identities = [.. entry.Identities, identity];
        if (identity.Kind.IsStrong()) entry.StrongKinds |= Bit(identity.Kind);
    }

    private bool Exists(long customer) => customer >= 1 && customer <= _entries.Count;

    private void Reserve(long customer)
    {
        while (_entries.Count < customer) _entries.Add(new Entry());
    }

    private static byte Bit(IdentityKind kind) => (byte)(1 << (int)kind);
}

/// <summary>What resolving changed; reused and cleared by the writer.</summary>
internal sealed class ResolveChanges
{
    public List<long> Created { get; } = [];
    public List<(Identity Identity, long Customer)> Attached { get; } = [];
    public List<(long Survivor, long Loser)> Merges { get; } = [];

    /// <summary>Joins left out because of a strong kind: the customer that kept the event, the other one if known, and the identity.</summary>
    public List<(long Customer, long? Other, Identity Identity)> Refused { get; } = [];

    public void Clear()
    {
        Created.Clear();
        Attached.Clear();
        Merges.Clear();
        Refused.Clear();
    }
}
