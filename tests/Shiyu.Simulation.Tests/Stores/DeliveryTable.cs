using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Stores;

/// <summary>Deliveries by sequence and by id, and those that are planned, which are asked for again and again.</summary>
internal sealed class DeliveryTable
{
    private readonly SortedDictionary<(int Workspace, long Sequence), Delivery> _all = [];
    private readonly Dictionary<(int Workspace, long Customer, UInt128 Id), long> _byId = [];
    private readonly SortedDictionary<(int Workspace, long Sequence), Delivery> _planned = [];
    private readonly Dictionary<(int Workspace, string Task), SortedSet<long>> _byTask = [];

    public IEnumerable<Delivery> All => _all.Values;

    public Delivery? Find(int workspace, long sequence) => _all.GetValueOrDefault((workspace, sequence));

    public long Last(int workspace) => _all.Keys.Where(key => key.Workspace == workspace).Select(key => key.Sequence).DefaultIfEmpty().Max();

    /// <summary>Throws unless all of them can be written.</summary>
    public void Check(Commit commit)
    {
        foreach (var added in commit.NewDeliveries)
            if (!_byId.ContainsKey((added.Workspace, added.Customer, added.Id)) && _all.ContainsKey((added.Workspace, added.Sequence)))
                throw new StoreException($"Sequence {added.Sequence} is another act's.");
        foreach (var changed in commit.ChangedDeliveries)
            if (!_all.ContainsKey((changed.Workspace, changed.Sequence)) && !commit.NewDeliveries.Exists(added => added.Sequence == changed.Sequence))
                throw new StoreException($"Delivery {changed.Sequence} of workspace {changed.Workspace} cannot change: there is none.");
    }

    /// <summary>A refold plans the same act again: it is already there, with its fate.</summary>
    public void Add(Delivery added)
    {
        if (_byId.TryAdd((added.Workspace, added.Customer, added.Id), added.Sequence)) Put(added);
    }

    public void Change(Delivery changed)
    {
        if (_all.GetValueOrDefault((changed.Workspace, changed.Sequence)) is { Task: { } task }) _byTask[(changed.Workspace, task)].Remove(changed.Sequence);
        Put(changed);
    }

    public IReadOnlyList<Delivery> Find(int workspace, DeliveryQuery query)
    {
        if (query.Limit is < 1 or > 500) throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "Limit is 1 to 500.");
        var found = Candidates(workspace, query).Where(delivery => delivery.Workspace == workspace
            && (query.State is null || delivery.State == query.State) && (query.Customer is null || delivery.Customer == query.Customer)
            && (query.Sop is null || delivery.Sop == query.Sop) && (query.Kind is null || delivery.Kind == query.Kind)
            && (query.Touchpoint is null || delivery.Touchpoint == query.Touchpoint) && (query.Task is null || delivery.Task == query.Task));
        return query.After is { } after
            ? [.. found.Where(delivery => delivery.Sequence > after).Take(query.Limit)]
            : [.. found.Where(delivery => delivery.Sequence < (query.Before ?? long.MaxValue)).Reverse().Take(query.Limit)];
    }

    /// <summary>In order of sequence.</summary>
    private IEnumerable<Delivery> Candidates(int workspace, DeliveryQuery query) =>
        query.Task is { } task ? _byTask.GetValueOrDefault((workspace, task))?.Select(sequence => _all[(workspace, sequence)]) ?? []
        : query.State == DeliveryState.Planned ? _planned.Values
        : _all.Values;

    private void Put(Delivery delivery)
    {
        var key = (delivery.Workspace, delivery.Sequence);
        _all[key] = delivery;
        if (delivery.State == DeliveryState.Planned) _planned[key] = delivery;
        else _planned.Remove(key);
        if (delivery.Task is not { } task) return;
        if (!_byTask.TryGetValue((delivery.Workspace, task), out var sequences)) _byTask[(delivery.Workspace, task)] = sequences = [];
        sequences.Add(delivery.Sequence);
    }
}
