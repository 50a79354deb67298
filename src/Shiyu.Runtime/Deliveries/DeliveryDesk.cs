using System.Text.Json;
using HandlebarsDotNet;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Log;
using Shiyu.Runtime.Writing;
using Shiyu.Store;

namespace Shiyu.Runtime.Deliveries;

/// <summary>Work on deliveries: what is planned, whether it may still go (law 6), and what became of it.</summary>
public sealed class DeliveryDesk
{
    /// <summary>Why a planned message is kept back whose member has enough to do today.</summary>
    public const string MemberLoad = "cap:member_load";

    private readonly IStore _store;
    private readonly FoldLoop _fold;
    private readonly Writer _writer;
    private readonly CustomerDirectory _directory;
    private readonly Definitions.PlanLibrary _plans;
    private readonly IntakeLedger _ledger;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly MaterialRenderer _renderer = new();
    private readonly Announcement _messages = new();
    private readonly Announcement _webhooks = new();
    private readonly Announcement _tasks = new();

    internal DeliveryDesk(IStore store, FoldLoop fold, Writer writer, CustomerDirectory directory, Definitions.PlanLibrary plans, IntakeLedger ledger)
    {
        _ledger = ledger;
        _store = store;
        _fold = fold;
        _writer = writer;
        _directory = directory;
        _plans = plans;
    }

    internal void Planned(List<Delivery> deliveries)
    {
        if (deliveries.Exists(delivery => delivery is { State: DeliveryState.Planned, Kind: "message" })) _messages.Set();
        if (deliveries.Exists(delivery => delivery is { State: DeliveryState.Planned, Kind: "message" or "call" })) _webhooks.Set();
        if (deliveries.Exists(delivery => delivery.State == DeliveryState.Planned && DeliveryWords.IsTask(delivery.Kind))) _tasks.Set();
    }

    /// <summary>Completes when a message has been planned since the last call (and at once the first time); look at <see cref="Planned(string, int)"/> then.</summary>
    public Task WaitForPlannedAsync(CancellationToken stop) => _messages.WaitAsync(stop);

    /// <summary>The same for what webhooks get: messages to them, and calls.</summary>
    public Task WaitForWebhooksAsync(CancellationToken stop) => _webhooks.WaitAsync(stop);

    /// <summary>The same for what advisors have to do; look at <see cref="OpenTasks"/> then.</summary>
    public Task WaitForTasksAsync(CancellationToken stop) => _tasks.WaitAsync(stop);

    /// <summary>Everything that advisors have yet to do, oldest first.</summary>
    public IReadOnlyList<Delivery> OpenTasks()
    {
        using var reader = _store.OpenReader();
        var open = new List<Delivery>();
        foreach (var kind in DeliveryWords.TaskKinds)
            for (long after = 0; ;)
            {
                var page = reader.Deliveries(ShiyuRuntime.Workspace, new DeliveryQuery(DeliveryState.Planned, Kind: kind, After: after, Limit: 500));
                open.AddRange(page);
                if (page.Count < 500) break;
                after = page[^1].Sequence;
            }
        return [.. open.OrderBy(task => task.Sequence)];
    }

    /// <summary>What was kept back may go now.</summary>
    internal void LookAgain()
    {
        _messages.Set();
        _webhooks.Set();
    }

    /// <summary>Planned messages of a touchpoint, oldest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<Delivery> Planned(string touchpoint, int limit)
    {
        using var reader = _store.OpenReader();
        var planned = new List<Delivery>();
        for (long after = 0; planned.Count < limit;)
        {
            var page = reader.Deliveries(
                ShiyuRuntime.Workspace,
                new DeliveryQuery(DeliveryState.Planned, Kind: "message", Touchpoint: touchpoint, After: after, Limit: Math.Min(500, limit - planned.Count)));
            planned.AddRange(page);
            if (page.Count < 500) break;
            after = page[^1].Sequence;
        }
        return planned;
    }

    /// <summary>One delivery as it stands; null when there is none.</summary>
    public Delivery? Get(long sequence)
    {
        using var reader = _store.OpenReader();
        return reader.Delivery(ShiyuRuntime.Workspace, sequence);
    }

    /// <summary>Deliveries that match (for settling: by task, by state).</summary>
    public IReadOnlyList<Delivery> Find(DeliveryQuery query)
    {
        using var reader = _store.OpenReader();
        return reader.Deliveries(ShiyuRuntime.Workspace, query);
    }

    /// <summary>
    /// Law 6, right before handing over: asked of each customer's state as it stands now. Those that may not go any more are written as skipped or
    /// dropped with their reason, durably, and are not returned; those that budgets or a pause keep for later stay planned and are not returned either.
    /// </summary>
    public async Task<IReadOnlyList<ReadyMessage>> CheckAsync(IReadOnlyList<Delivery> planned)
    {
        var outcomes = await AskAsync(planned);
        var refused = outcomes.Select(outcome => outcome.Refused).OfType<Delivery>().ToList();
        await RefuseAsync(refused);
        return Ready(outcomes);
    }

    /// <summary>The same, and nothing is written about the others: for the very last moment, when a hand-over stands durably as begun.</summary>
    public async Task<IReadOnlyList<ReadyMessage>> LookAsync(IReadOnlyList<Delivery> deliveries) => Ready(await AskAsync(deliveries));

    private Task<List<(ReadyMessage? Ready, Delivery? Refused)>> AskAsync(IReadOnlyList<Delivery> deliveries) =>
        _fold.AskAsync(() => deliveries.Select(Check).ToList());

    private static List<ReadyMessage> Ready(List<(ReadyMessage? Ready, Delivery? Refused)> outcomes) =>
        [.. outcomes.Select(outcome => outcome.Ready).OfType<ReadyMessage>()];

    /// <summary>
    /// The same for webhooks, which need no contact. What has been handed over once is not asked about again, but for a pause: the receiver may have it, and
    /// what keeps it from answering says nothing about the customer.
    /// </summary>
    /// <param name="handedOver">Whether a delivery was sent before.</param>
    public async Task<IReadOnlyList<ReadyWebhook>> CheckWebhooksAsync(IReadOnlyList<Delivery> planned, Func<Delivery, bool> handedOver)
    {
        var (ready, refused) = await _fold.AskAsync(() =>
        {
            var ready = new List<ReadyWebhook>();
            var refused = new List<Delivery>();
            foreach (var delivery in planned)
            {
                var outcome = CheckWebhook(delivery, handedOver(delivery));
                if (outcome.Ready is { } webhook) ready.Add(webhook);
                else if (outcome.Refused is { } changed) refused.Add(changed);
            }
            return (ready, refused);
        });
        await RefuseAsync(refused);
        return ready;
    }

    private (ReadyMessage? Ready, Delivery? Refused) Check(Delivery delivery)
    {
        var customer = _directory.Survivor(delivery.Customer);
        if (Guard(delivery, customer, out var record) is { } refusal) return (null, refusal.Refused);

        var sender = CustomerFold.SenderOf(_plans.At(record!.PlanPosition).Plan, record.State!, delivery.Sop, new RunId(delivery.Run));
        var external = _directory.IdentitiesOf(customer).FirstOrDefault(identity => identity.Kind == IdentityKind.ExternalUserId).Value;
        if (sender is null || external is null) return (null, Refuse(delivery, DeliveryState.Dropped, "no_contact"));
        return RenderFor(delivery, record, out var fault) is { } content ? (new ReadyMessage(delivery, external, sender, content), null) : (null, fault);
    }

    private (ReadyWebhook? Ready, Delivery? Refused) CheckWebhook(Delivery delivery, bool handedOver)
    {
        var customer = _directory.Survivor(delivery.Customer);
        if (Guard(delivery, customer, out var record) is { } refusal && !(handedOver && !refusal.ByPause && record is not null)) return (null, refusal.Refused);
        RenderedMaterial? content = null;
        if (delivery.Kind == "message" && (content = RenderFor(delivery, record!, out var fault)) is null) return (null, fault);
        return (new ReadyWebhook(
            delivery, DeliveryIds.ToText(delivery.Id), CustomerNumber.ToText(customer), new RunId(delivery.Run).ToString(),
            [.. _directory.IdentitiesOf(customer).OrderBy(identity => identity.Kind).Select(identity => (identity.Kind.Name(), identity.Value))], content), null);
    }

    /// <summary>Law 6 as of now.</summary>
    /// <param name="record">The customer's; null where nobody is left.</param>
    /// <returns>Null when it may go.</returns>
    private Refusal? Guard(Delivery delivery, long customer, out CustomerRecord? record)
    {
        var nowMs = _fold.ClockMs;
        record = _fold.Record(customer);
        if (record is not { IsLive: true })
        {
            record = null;
            return new Refusal(Refuse(delivery, DeliveryState.Dropped, "ended:withdrawn"));
        }
        var plan = _plans.At(record.PlanPosition).Plan;
        var later = new LaterEvents(_store, _plans, customer, record.FoldedThrough, nowMs, new RunId(delivery.Run));
        if (CustomerFold.MayHandOver(
            plan, record.State!, delivery.Sop, new RunId(delivery.Run), delivery.Step, delivery.Content, new Instant(delivery.PlannedAtMs), new Instant(delivery.ExpiresAtMs),
            new Instant(nowMs), later.Events, () => Behind(delivery, customer))
            is not { } refusal)
            return null;
        if (refusal.Outcome == StepOutcome.Deferred)
        {
            // It stays planned, and says what keeps it. A pause says so itself, for all of its SOP.
            if (refusal.Reason == Words.Of(StepReason.Paused)) return new Refusal(null, ByPause: true);
            return new Refusal(delivery.Reason == refusal.Reason ? null : Refuse(delivery, DeliveryState.Planned, refusal.Reason));
        }
        return new Refusal(Refuse(
            delivery, refusal.Outcome == StepOutcome.Dropped ? DeliveryState.Dropped : DeliveryState.Skipped,
            // It has expired because of what has kept it back until now.
            refusal.Reason == "expired" && delivery.Reason is { } kept ? kept : refusal.Reason));
    }

    /// <summary>What else is planned for the customer, and for those who were merged into it, and was decided on later.</summary>
    private IEnumerable<PlannedMessage> Behind(Delivery delivery, long customer)
    {
        using var reader = _store.OpenReader();
        foreach (var person in (IEnumerable<long>)[customer, .. _directory.MergedInto(customer)])
            foreach (var other in reader.Deliveries(ShiyuRuntime.Workspace, new DeliveryQuery(DeliveryState.Planned, Customer: person, Kind: "message", Limit: 500)))
                if ((other.PlannedAtMs, other.Sequence).CompareTo((delivery.PlannedAtMs, delivery.Sequence)) > 0)
                    yield return new PlannedMessage(new Instant(other.PlannedAtMs), other.Touchpoint);
    }

    private RenderedMaterial? RenderFor(Delivery delivery, CustomerRecord record, out Delivery? fault)
    {
        var attributes = record.State!.Attributes.Visible().ToDictionary(
            attribute => attribute.Key, attribute => JsonDocument.Parse(attribute.Value).RootElement, StringComparer.Ordinal);
        fault = null;
        try
        {
            if (Render(delivery.Content, attributes) is { } content) return content;
            fault = Refuse(delivery, DeliveryState.Failed, $"no_material:{delivery.Content}");
        }
        catch (HandlebarsException)
        {
            // A helper that does not exist, found only where a condition lets it be reached: one bad text must not hold up the others.
            fault = Refuse(delivery, DeliveryState.Failed, $"unreadable_material:{delivery.Content}");
        }
        return null;
    }

    /// <param name="Refused">The delivery with what became of it, or planned with what keeps it back; null where it stays as it is.</param>
    /// <param name="ByPause">A pause keeps it back.</param>
    private readonly record struct Refusal(Delivery? Refused, bool ByPause = false);

    private Delivery Refuse(Delivery delivery, DeliveryState state, string reason) =>
        delivery with { State = state, Reason = reason, UpdatedAtMs = Math.Max(_fold.ClockMs, delivery.UpdatedAtMs) };

    /// <summary>Messages that are refused leave their customers' ledgers: what says so is an event, durable together with what became of the delivery.</summary>
    private async Task RefuseAsync(IReadOnlyList<Delivery> refused)
    {
        if (refused.Count == 0) return;
        List<IncomingEvent> said = [.. refused.Where(delivery => delivery is { Kind: "message", State: not DeliveryState.Planned }).Select(RefusedEvent)];
        var places = said.Sum(incoming => (long)incoming.Places);
        // While too much waits to be decided they stay planned, and are asked about again.
        if (places > 0 && !_ledger.TryEnter(places)) return;
        await ChangeAsync(refused, [], said.Count == 0 ? null : new IntakeWork(new IntakeBatch(DeliveryEvents.Source, said), places, _ledger));
    }

    private IncomingEvent RefusedEvent(Delivery delivery) =>
        DeliveryEvents.Refused(delivery, _directory.IdentitiesOf(_directory.Survivor(delivery.Customer)).MinBy(identity => identity.Kind));

    /// <summary>Writes new values of deliveries and, in the same transaction, documents (a WeCom task, say). Durable when completed.</summary>
    public Task ChangeAsync(IReadOnlyList<Delivery> changed, IReadOnlyList<Document> documents) => ChangeAsync(changed, documents, null);

    private async Task ChangeAsync(IReadOnlyList<Delivery> changed, IReadOnlyList<Document> documents, IntakeWork? said)
    {
        // One at a time, so that each change is counted against the state it really replaces.
        await _changing.WaitAsync();
        try
        {
            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            using (var reader = _store.OpenReader())
            {
                foreach (var after in changed)
                {
                    var before = reader.Delivery(ShiyuRuntime.Workspace, after.Sequence)
                        ?? throw new StoreException($"There is no delivery {after.Sequence}.");
                    foreach (var (name, n) in DeliveryCounts.OfMove(before, after)) counts[name] = counts.GetValueOrDefault(name) + n;
                }
            }
            var work = new SaidWork(said, commit =>
            {
                commit.ChangedDeliveries.AddRange(changed);
                commit.Documents.AddRange(documents.Select(document => document with { Workspace = ShiyuRuntime.Workspace }));
                foreach (var (name, n) in counts) commit.Counters.Add(new CounterDelta(ShiyuRuntime.Workspace, name, n));
            });
            _writer.Post(work);
            await work.Done;
            await _fold.AskAsync(() =>
            {
                foreach (var (name, n) in counts) _fold.Tally.AddWritten(name, n);
                return 0;
            });
            if (changed.Any(delivery => delivery.State == DeliveryState.Planned)) LookAgain();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>A material with its variables filled (a missing one is empty); null when there is no such material.</summary>
    public RenderedMaterial? Render(string material, IReadOnlyDictionary<string, JsonElement> attributes) =>
        _plans.Newest.Plan.Definitions.Materials.TryGetValue(material, out var definition) ? _renderer.Render(definition, attributes) : null;
}

/// <summary>A message that may go now: to whom, through whom, and what exactly.</summary>
/// <param name="ExternalUserId">The customer's WeCom id.</param>
/// <param name="Member">The friend among the members who sends, as the SOP says.</param>
public sealed record ReadyMessage(Delivery Delivery, string ExternalUserId, string Member, RenderedMaterial Content);

/// <summary>What a webhook may get now: about whom, and for a message what it says.</summary>
/// <param name="Id">The delivery's id in text: the same for each try, and for the same step of the same run.</param>
/// <param name="Content">Null for a call.</param>
public sealed record ReadyWebhook(
    Delivery Delivery, string Id, string Customer, string Run, IReadOnlyList<(string Kind, string Value)> Identities, RenderedMaterial? Content);

/// <summary>What the customer reads. Equal content is packed into one task.</summary>
public sealed record RenderedMaterial(string Text, LinkCard? Link);
