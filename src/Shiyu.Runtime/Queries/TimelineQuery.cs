using System.Globalization;
using Shiyu.Runtime.Deliveries;
using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Store;

namespace Shiyu.Runtime.Queries;

/// <summary>One customer's timeline, newest first: every event, every decision with its cause, and what started nothing with its reason.</summary>
internal sealed class TimelineQuery(IStore store, FoldLoop fold, CustomerDirectory directory, PlanLibrary plans)
{
    public async Task<Page<TimelineEntry>?> ListAsync(string id, string? kind, string? cursor, int limit)
    {
        if (CustomerNumber.Parse(id) is not { } number) return null;
        var customer = directory.Survivor(number);
        // As of what is folded now, so that the page and the profile agree.
        if (await fold.AskAsync(() => fold.Record(customer) is { IsLive: true } record ? (record.FoldedThrough, fold.ClockMs) : ((long, long)?)null)
            is not var (last, clockMs)) return null;
        return await Task.Run(() => Read(customer, last, clockMs, kind, cursor, limit));
    }

    private Page<TimelineEntry> Read(long customer, long last, long clockMs, string? kind, string? cursor, int limit)
    {
        using var reader = store.OpenReader();
        var replay = new Replay(reader, plans);
        replay.Run(customer, last, clockMs, plans.Newest.Position);
        return PageOf(replay, Deliveries(reader, replay), plans.Newest.Plan.Zone, plans.Newest.Plan.Definitions, kind, cursor, limit);
    }

    /// <summary>A page of what a customer's history came to when it was folded again.</summary>
    /// <param name="deliveries">What became of its messages; empty where none were sent.</param>
    /// <exception cref="FormatException">The cursor is of another list.</exception>
    public static Page<TimelineEntry> PageOf(
        Replay replay, Dictionary<UInt128, Delivery> deliveries, ZoneTable zone, DefinitionSet definitions, string? kind, string? cursor, int limit)
    {
        var after = cursor is null ? null : ParseCursor(cursor);
        var lines = new List<(long AtMs, int Order, TimelineEntry Entry)>();
        var order = 0;
        foreach (var entry in replay.Entries)
        {
            order += 2;
            var (atMs, line) = ToEntry(entry, order, zone, definitions, deliveries);
            lines.Add((atMs, order, line));
            // What became of a message later stands at its own time.
            if (entry.Effect is Effect.StepDecided step && deliveries.TryGetValue(DeliveryIds.Of(step.Run, step.Step.Id), out var delivery)
                && delivery.UpdatedAtMs > delivery.PlannedAtMs)
                lines.Add((delivery.UpdatedAtMs, order + 1, OfDelivery(delivery, zone, definitions)));
        }
        lines.Sort((a, b) => a.AtMs != b.AtMs ? b.AtMs.CompareTo(a.AtMs) : b.Order.CompareTo(a.Order));

        var items = new List<TimelineEntry>();
        (long AtMs, int Order) newest = default;
        foreach (var (atMs, at, entry) in lines)
        {
            if (kind is not null && entry.Kind != kind) continue;
            if (after is var (afterMs, afterOrder) && (atMs > afterMs || (atMs == afterMs && at >= afterOrder))) continue;
            if (items.Count == limit) return new Page<TimelineEntry>(items, string.Create(CultureInfo.InvariantCulture, $"{newest.AtMs}.{newest.Order}"));
            items.Add(entry);
            newest = (atMs, at);
        }
        return new Page<TimelineEntry>(items, null);
    }

    private static (long AtMs, int Order)? ParseCursor(string cursor) =>
        cursor.Split('.') is [var at, var order]
        && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var atMs)
        && int.TryParse(order, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (atMs, number)
            : throw new FormatException($"'{cursor}' is not a cursor of this list.");

    /// <summary>The deliveries that the replay's steps planned, of this customer and those merged into it.</summary>
    private static Dictionary<UInt128, Delivery> Deliveries(IStoreReader reader, Replay replay)
    {
        var deliveries = new Dictionary<UInt128, Delivery>();
        if (!replay.Entries.Exists(entry => entry.Effect is Effect.StepDecided)) return deliveries;
        var customers = replay.Entries.Where(entry => entry.Merge is not null).Select(entry => entry.Merge!.Value.Loser).ToHashSet();
        if (replay.Customer is { } self) customers.Add(self);
        foreach (var customer in customers)
        {
            for (long after = 0; ;)
            {
                var page = reader.Deliveries(ShiyuRuntime.Workspace, new DeliveryQuery(Customer: customer, After: after, Limit: 500));
                foreach (var delivery in page) deliveries[delivery.Id] = delivery;
                if (page.Count < 500) break;
                after = page[^1].Sequence;
            }
        }
        return deliveries;
    }

    private static (long AtMs, TimelineEntry Entry) ToEntry(
        Replayed entry, int order, ZoneTable zone, DefinitionSet definitions, Dictionary<UInt128, Delivery> deliveries)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"d{order}");
        if (entry.Event is { } logged)
        {
            var fact = logged.Fact;
            return (fact.OccurredAt.UnixMs, new TimelineEntry(
                fact.Id, "event", ViewText.Time(zone, fact.OccurredAt), Name: fact.Name, OccurredAt: ViewText.Time(zone, fact.OccurredAt),
                ReceivedAt: ViewText.Time(zone, logged.DecidedAtMs), Properties: ViewText.Json(fact.Properties),
                Attributes: fact.Attributes.IsEmpty ? null : ViewText.Json(fact.Attributes), Source: logged.Source,
                Reason: logged.TimeReplaced ? "time_replaced" : null));
        }
        if (entry.Merge is var (loser, mergedAt))
            return (mergedAt.UnixMs, new TimelineEntry(id, "merged", ViewText.Time(zone, mergedAt), Name: CustomerNumber.ToText(loser)));

        var effect = entry.Effect!;
        var at = ViewText.Time(zone, effect.At);
        return (effect.At.UnixMs, effect switch
        {
            Effect.TagEntered e => new TimelineEntry(
                id, "tag_entered", at, Tag: e.Tag.ToString(), Title: TagTitle(definitions, e.Tag), Cause: e.Cause.ToString()),
            Effect.TagLeft e => new TimelineEntry(id, "tag_left", at, Tag: e.Tag.ToString(), Title: TagTitle(definitions, e.Tag), Cause: e.Cause.ToString()),
            Effect.RunStarted e => new TimelineEntry(
                id, "run_started", at, Sop: e.Sop, Title: SopTitle(definitions, e.Sop), Run: e.Run.ToString(), Cause: e.Cause.ToString()),
            // From and to which version, and before which step it stands there.
            Effect.RunMoved e => new TimelineEntry(
                id, "run_moved", at, Sop: e.Sop, Title: SopTitle(definitions, e.Sop), Run: e.Run.ToString(), Name: string.Create(CultureInfo.InvariantCulture, $"{e.From} → {e.To}"),
                Step: e.Next, StepTitle: e.Next is null ? null : StepTitle(definitions, e.Sop, e.Next), Cause: e.Cause.ToString()),
            Effect.RunEnded e => new TimelineEntry(
                id, "run_ended", at, Sop: e.Sop, Title: SopTitle(definitions, e.Sop), Run: e.Run.ToString(), Reason: Words.Of(e.Reason), Cause: e.Cause.ToString()),
            Effect.TriggerForgotten e => new TimelineEntry(
                id, "trigger_forgotten", at, Sop: e.Sop, Title: SopTitle(definitions, e.Sop), Reason: Words.Of(e.Reason), Cause: e.Cause.ToString()),
            Effect.StepDecided e => OfStep(e, id, at, zone, definitions, deliveries),
            Effect.PathTaken e => new TimelineEntry(
                id, "path", at, Sop: e.Sop, Title: SopTitle(definitions, e.Sop), Run: e.Run.ToString(), Step: e.Step.Id, StepTitle: e.Step.Title,
                Act: StepText.Of(e.Step.Act).Act, Content: e.Next, Reason: Words.Of(e.Reason), Cause: e.Cause.ToString()),
            _ => throw new InvalidOperationException($"Unknown effect {effect.GetType().Name}."),
        });
    }

    private static TimelineEntry OfStep(
        Effect.StepDecided step, string id, string at, ZoneTable zone, DefinitionSet definitions, Dictionary<UInt128, Delivery> deliveries)
    {
        var (act, content) = StepText.Of(step.Step.Act);
        if (step.Step.Act is StepAct.Send send) content = send.MaterialOf(step.Arm);
        var delivery = deliveries.GetValueOrDefault(DeliveryIds.Of(step.Run, step.Step.Id));
        var decision = StoredDecision.Of(step);
        return new TimelineEntry(
            id, "step", at, Title: SopTitle(definitions, step.Sop), Sop: step.Sop, Run: step.Run.ToString(), Step: step.Step.Id, StepTitle: step.Step.Title,
            Act: act, Content: content, Outcome: Words.Of(step.Outcome), Reason: step.ReasonText, Member: delivery?.Member, Cause: step.Cause.ToString(),
            Contest: ContestView.Of(decision?.Contest, zone, definitions), Arm: decision?.Arm, Propensity: decision?.Propensity);
    }

    private static TimelineEntry OfDelivery(Delivery delivery, ZoneTable zone, DefinitionSet definitions) => new(
        $"delivery-{DeliveryIds.ToText(delivery.Id)}", "delivery", ViewText.Time(zone, delivery.UpdatedAtMs), Title: SopTitle(definitions, delivery.Sop),
        Sop: delivery.Sop, Run: new RunId(delivery.Run).ToString(), Step: delivery.Step, StepTitle: StepTitle(definitions, delivery.Sop, delivery.Step), Act: delivery.Touchpoint, Content: delivery.Content,
        Outcome: DeliveryWords.Of(delivery.State), Reason: delivery.Reason, Member: delivery.Member);

    private static string? TagTitle(DefinitionSet definitions, TagName tag) =>
        definitions.Groups.FirstOrDefault(group => group.Name == tag.Group)?.Tags.FirstOrDefault(t => t.Name == tag.Tag)?.Title;

    private static string? SopTitle(DefinitionSet definitions, string sop) => definitions.Sops.FirstOrDefault(s => s.Name == sop)?.Title;

    private static string? StepTitle(DefinitionSet definitions, string sop, string step) =>
        definitions.Sops.FirstOrDefault(s => s.Name == sop)?.Steps.FirstOrDefault(s => s.Id == step)?.Title;
}
