using Shiyu.Engine.Conditions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Backfilling;

/// <summary>
/// What definitions count that those before them have not counted: it has to be filled from the history before they can go live. Immutable; shared by all customers.
/// </summary>
public sealed class Backfill
{
    private readonly Plan _before;
    private readonly Plan _after;
    private readonly AccumulatorSet? _events;
    private readonly Dictionary<(string Sop, int Version), AccumulatorSet> _runs;

    private Backfill(Plan before, Plan after, AccumulatorSet? events, Dictionary<(string, int), AccumulatorSet> runs) =>
        (_before, _after, _events, _runs) = (before, after, events, runs);

    /// <returns>Null where everything goes on as it is: no history is needed.</returns>
    public static Backfill? Between(Plan before, Plan after)
    {
        // In another time zone days begin at other instants: nothing that was counted can be trusted.
        var sameZone = ReferenceEquals(before.Zone, after.Zone);
        var events = sameZone ? after.Events.Without(before.Events) : after.Events;
        var runs = new Dictionary<(string, int), AccumulatorSet>();
        foreach (var from in before.Sops.SelectMany(sop => sop.Versions))
            if (Redefinition.VersionFor(after, from.Name, from.Version) is { } to && (sameZone ? to.RunEvents.Without(from.RunEvents) : to.RunEvents) is { } missing)
                runs.Add((from.Name, from.Version), missing);
        return events is null && runs.Count == 0 ? null : new Backfill(before, after, events, runs);
    }

    /// <summary>Whether this is what lies between two plans, also where pauses, values or stops beside them have changed since.</summary>
    public bool Fits(Plan before, Plan after) => ReferenceEquals(_before.Events, before.Events) && ReferenceEquals(_after.Events, after.Events);

    /// <summary>Whether an event of this name is counted anew by anything.</summary>
    public bool Listens(string eventName) => _events?.Listens(eventName) == true || _runs.Values.Any(missing => missing.Listens(eventName));

    /// <summary>Whether conditions about customers count something new, and not only goals and exits of runs.</summary>
    internal bool CountsForAll => _events is not null;

    /// <summary>Whether there are runs whose goal or exit counts something new, so that customers have to be looked through for them.</summary>
    public bool CountsForRuns => _runs.Count > 0;

    /// <summary>A customer of whom nothing has been read; runs that go now are not filled.</summary>
    public BackfilledCustomer Begin() => new(_events);

    /// <summary>A customer of whom nothing has been read.</summary>
    /// <param name="state">As of before, with the runs to be filled. Only read.</param>
    public BackfilledCustomer Begin(CustomerState state)
    {
        var customer = Begin();
        foreach (var record in state.Sops)
            if (record.Going is { } run && MissingOf(record, run) is { } missing) customer.Watch(run, missing);
        return customer;
    }

    /// <summary>Whether any run of the customer has to be filled.</summary>
    public bool HasRuns(CustomerState state) => state.Sops.Any(record => record.Going is { } run && MissingOf(record, run) is not null);

    /// <summary>Whether a customer's values are all there: it may have entered an SOP since it was begun.</summary>
    internal bool IsWhole(BackfilledCustomer customer, CustomerState state)
    {
        foreach (var record in state.Sops)
            if (record.Going is { } run && MissingOf(record, run) is not null && !customer.Knows(run)) return false;
        return true;
    }

    private AccumulatorSet? MissingOf(SopRecord record, Run run) => _runs.Count == 0 ? null : _runs.GetValueOrDefault((_before.Sops[record.Sop].Name, run.Version));
}
