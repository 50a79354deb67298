using System.Globalization;
using Shiyu.Runtime.Log;
using Shiyu.Simulation.Tests.Invariants;
using Shiyu.Simulation.Tests.Machine;
using Shiyu.Simulation.Tests.Stores;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Towns;

/// <summary>What is watched of the program: each commit, each hand-over that is begun, each request as it leaves. Invariants are asked right there.</summary>
internal sealed class Watch(Town town, MemoryDisk disk, Computer computer)
{
    private readonly Budgets _budgets = new(town.Log, town.Playbook);
    private readonly Dictionary<UInt128, Delivery> _decided = [];
    private HandOvers? _handOvers;

    /// <summary>Every delivery as it was decided.</summary>
    public IReadOnlyDictionary<UInt128, Delivery> Decided => _decided;

    private HandOvers HandOvers => _handOvers ??= new HandOvers(
        town.Log, town.Playbook, town.Pauses, town.Stops, town.Versions, WhyNotTheirs, () => disk.Deliveries.All.Where(delivery => delivery.Workspace == 1));

    public void Committed(Commit commit)
    {
        Neighbour.Judge(commit);
        foreach (var row in commit.Rows)
        {
            // A body is the writer's buffer, which the next commit overwrites.
            if (town.Log.Take(row with { Body = row.Body.ToArray() }) is { } seen) town.Turns.Take(seen);
            else if (LogBody.KindOf(row) == LogKind.Publication && town.Operators.UnderWay is var (edition, choice)) town.Versions.Published(edition, choice, row.DecidedAtMs);
        }
        foreach (var delivery in commit.NewDeliveries)
        {
            if (!_decided.TryAdd(delivery.Id, delivery))
                throw new InvariantBrokenException("a step is decided once per run", $"{_decided[delivery.Id]}, and again {delivery}");
            _budgets.Decided(delivery);
            town.Versions.Decided(delivery);
            if (delivery is { State: DeliveryState.Planned, Kind: "message" } && ExternalOf(delivery.Customer) is { } external) town.Temptations.Planned(delivery, external);
        }
        town.Trace.Add(string.Create(CultureInfo.InvariantCulture,
            $"commit: {commit.Rows.Count} rows to {disk.Rows.Count}, {commit.States.Count} states, {commit.Documents.Count} documents, deliveries{Told(commit.NewDeliveries)} changed{Told(commit.ChangedDeliveries)}"));
    }

    /// <summary>Deliveries are about to change.</summary>
    public void Changing(IReadOnlyList<Delivery> changed, IReadOnlyList<WeCom.Hosting.Record> records)
    {
        if (computer.Process.IsDead || town.Wire.Begin(changed, records) is not { } begun) return;
        foreach (var delivery in begun.Deliveries)
            if (disk.Deliveries.Find(1, delivery.Sequence) is not { State: DeliveryState.Planned })
                throw new InvariantBrokenException("only what is planned is handed over", $"#{delivery.Sequence}");
        town.Temptations.Begun(begun.Deliveries[0], begun.Recipients[begun.Deliveries[0].Sequence]);
    }

    /// <summary>A request leaves the machine: law 6 was read at the last moment, and not before something that takes its time.</summary>
    /// <returns>The hand-over; null for other requests.</returns>
    public HandOver? Leaves(string path, string body)
    {
        if (!path.EndsWith("add_msg_template", StringComparison.Ordinal)) return null;
        var left = town.Wire.Leaves(body, delivery => disk.Deliveries.Find(1, delivery.Sequence) is { State: DeliveryState.Uncertain } stored && stored.Task == delivery.Task);
        // With a refused token it leaves a second time; it was judged the first.
        if (left.WasTurnedBack) return left;
        foreach (var delivery in left.Deliveries)
        {
            var recipient = left.Recipients[delivery.Sequence];
            if (left.Asked.Contains(recipient)) HandOvers.Judge(delivery, left.Text, recipient, computer.Process.Fold.ThroughPosition, computer.Process.Fold.ClockMs);
        }
        return left;
    }

    /// <summary>After hours in which nothing befell it, nothing is left lying: what has expired was dropped, what was uncertain is settled.</summary>
    public void JudgeWhatIsLeft()
    {
        var now = computer.Process.Fold.ClockMs - 3 * 3_600_000;
        foreach (var delivery in disk.Deliveries.All.Where(delivery => delivery is { Workspace: 1, Kind: "message" }))
        {
            if (delivery.State == DeliveryState.Planned && delivery.ExpiresAtMs < now && !town.Pauses.MayBePaused(delivery.Sop))
                throw new InvariantBrokenException("what has expired is dropped", $"{delivery}");
            if (delivery is { State: DeliveryState.Uncertain, Reason: not "ambiguous" } && delivery.UpdatedAtMs < now)
                throw new InvariantBrokenException("what is uncertain is settled", $"{delivery}");
        }
    }

    private string? ExternalOf(long customer) =>
        disk.Identities.Values.Where(identity => identity is { Workspace: 1, Kind: 2 } && identity.Customer == customer).Select(identity => identity.Value).FirstOrDefault();

    private string? WhyNotTheirs(string external, long customer)
    {
        if (!disk.Identities.TryGetValue((1, 2, external), out var known)) return "nobody is known by it";
        var owner = town.Log.Survivor(known.Customer, long.MaxValue);
        return owner == town.Log.Survivor(customer, long.MaxValue) ? null : $"it is {owner}'s";
    }

    private static string Told(List<Delivery> deliveries) =>
        string.Concat(deliveries.Select(delivery => $" {delivery.Sequence}:{delivery.Sop}/{delivery.Step}:{delivery.State}:{delivery.Reason}"));
}
