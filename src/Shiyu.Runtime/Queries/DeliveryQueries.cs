using System.Globalization;
using Shiyu.Runtime.ByHand;
using Shiyu.Runtime.Deliveries;
using Shiyu.Engine;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Store;

namespace Shiyu.Runtime.Queries;

/// <summary>Deliveries by state, newest first, with their reasons.</summary>
internal sealed class DeliveryQueries(IStore store, FoldLoop fold, CustomerDirectory directory, PlanLibrary plans)
{
    public async Task<Page<DeliveryView>> ListAsync(DeliveryState? state, string? customer, string? ofSop, string? kind, string? cursor, int limit)
    {
        long? before = cursor is null
            ? null
            : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? sequence
                : throw new FormatException($"'{cursor}' is not a cursor of this list.");
        long? number = null;
        if (customer is not null)
        {
            number = CustomerNumber.Parse(customer);
            if (number is null) return new Page<DeliveryView>([], null);
        }

        IReadOnlyList<Delivery> deliveries;
        var more = false;
        using (var reader = store.OpenReader())
        {
            var query = new DeliveryQuery(state, number, ofSop, kind, Before: before, Limit: limit);
            deliveries = reader.Deliveries(ShiyuRuntime.Workspace, query);
            if (deliveries.Count == limit)
                more = reader.Deliveries(ShiyuRuntime.Workspace, query with { Before = deliveries[^1].Sequence, Limit = 1 }).Count > 0;
        }
        return new Page<DeliveryView>(await ViewsAsync(deliveries), more ? deliveries[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Deliveries as the API shows them, in their order.</summary>
    public async Task<IReadOnlyList<DeliveryView>> ViewsAsync(IReadOnlyList<Delivery> deliveries)
    {
        var finished = new Dictionary<UInt128, TaskRecord>();
        using (var reader = store.OpenReader())
        {
            foreach (var task in deliveries.Where(delivery => DeliveryWords.IsTask(delivery.Kind) && delivery.State == DeliveryState.Delivered))
                if (TaskRecords.Read(reader, task.Id) is { } said) finished[task.Id] = said;
        }
        var (names, nowMs) = await fold.AskAsync(() => (
            deliveries.Select(delivery => directory.Survivor(delivery.Customer)).Distinct()
                .ToDictionary(id => id, id => fold.Record(id) is { IsLive: true } record ? CustomerQueries.NameOf(record) : null),
            fold.ClockMs));

        var (zone, definitions) = (plans.Newest.Plan.Zone, plans.Newest.Plan.Definitions);
        return [.. deliveries.Select(delivery =>
        {
            var living = directory.Survivor(delivery.Customer);
            var decision = StoredDecision.Read(delivery.Decision);
            var sop = definitions.Sops.FirstOrDefault(s => s.Name == delivery.Sop);
            return new DeliveryView(
                DeliveryIds.ToText(delivery.Id), CustomerNumber.ToText(living), names[living], delivery.Sop,
                sop?.Title, delivery.Step, sop?.Steps.FirstOrDefault(step => step.Id == delivery.Step)?.Title, new RunId(delivery.Run).ToString(), delivery.Kind,
                delivery.Touchpoint, delivery.Content,
                delivery.Kind == "message" ? definitions.Materials.GetValueOrDefault(delivery.Content)?.Text : null, DeliveryWords.Of(delivery.State), delivery.Reason,
                delivery.Member, ViewText.Time(zone, delivery.PlannedAtMs), ViewText.Time(zone, delivery.DueAtMs), ViewText.Time(zone, delivery.ExpiresAtMs),
                ViewText.Time(zone, delivery.UpdatedAtMs), DeliveryWords.IsTask(delivery.Kind) && delivery.State == DeliveryState.Planned && delivery.DueAtMs < nowMs,
                finished.GetValueOrDefault(delivery.Id)?.Outcome, finished.GetValueOrDefault(delivery.Id)?.Note,
                ContestView.Of(decision?.Contest, zone, definitions), decision?.Arm, decision?.Propensity);
        })];
    }
}
