using System.Globalization;
using Shiyu.Simulation.Tests.Towns;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>
/// No budget is exceeded: each message that is decided on is counted against all before it, those of merged customers included, but for those of which the log says by then that
/// they were not handed over.
/// </summary>
internal sealed class Budgets(LogView log, Playbook playbook)
{
    private readonly Dictionary<long, List<(Delivery Message, bool Service)>> _decided = [];

    public void Decided(Delivery message)
    {
        if (message.Kind != "message" || message.State != DeliveryState.Planned) return;
        var service = playbook.Sops[message.Sop].Class == "service";
        var refused = log.Of(message.Customer, message.PlannedPosition).Where(seen => seen.Name == "delivery.refused").Select(seen => seen.Text("delivery")).ToHashSet();
        var before = log.Persons(message.Customer, message.PlannedPosition)
            .SelectMany(person => _decided.GetValueOrDefault(person, []))
            .Where(sent => !refused.Contains(sent.Message.Id.ToString("x32", CultureInfo.InvariantCulture)))
            .Select(sent => (sent.Message.PlannedAtMs, sent.Service)).ToList();
        if (playbook.Limits.Broken(before, message.PlannedAtMs, service) is { } broken)
            throw new InvariantBrokenException("no budget is exceeded", $"{message.Sop}/{message.Step} #{message.Sequence} to {message.Customer}: {broken}");
        if (!_decided.TryGetValue(message.Customer, out var own)) _decided[message.Customer] = own = [];
        own.Add((message, service));
    }
}
