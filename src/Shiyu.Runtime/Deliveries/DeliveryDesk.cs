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
    private readonly SemaphoreSlim _changing = new(1);
    private readonly MaterialRenderer _renderer = new();
    private TaskCompletionSource _planned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal DeliveryDesk(IStore store, FoldLoop fold, Writer writer, CustomerDirectory directory, Definitions.PlanLibrary plans)
    {
        _store = store;
        _fold = fold;
        _writer = writer;
        _directory = directory;
        _plans = plans;
        _planned.SetResult();
    }

    internal void Planned(List<Delivery> deliveries)
    {
        if (deliveries.Exists(delivery => delivery is { State: DeliveryState.Planned, Kind: "message" })) Volatile.Read(ref _planned).TrySetResult();
    }

    /// <summary>Completes when a message has been planned since the last call (and at once the first time); look at <see cref="Planned(string, int)"/> then.</summary>
    public async Task WaitForPlannedAsync(CancellationToken stop)
    {
        await Volatile.Read(ref _planned).Task.WaitAsync(stop);
        Volatile.Write(ref _planned, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    /// <summary>What was kept back may go now.</summary>
    internal void LookAgain() => Volatile.Read(ref _planned).TrySetResult();

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

    /// <summary>Deliveries that match (for settling: by task, by state).</summary>
    public IReadOnlyList<Delivery> Find(DeliveryQuery query)
    {
        using var reader = _store.OpenReader();
        return reader.Deliveries(ShiyuRuntime.Workspace, query);
    }

    /// <summary>
    /// Law 6, right before handing over: asked of each customer's state as it stands now. Those that may not go any more are written as skipped or
    /// dropped with their reason, durably, and are not returned; those that quiet hours or a pause keep for later stay planned and are not returned either.
    /// </summary>
    public async Task<IReadOnlyList<ReadyMessage>> CheckAsync(IReadOnlyList<Delivery> planned)
    {
        var (ready, refused) = await _fold.AskAsync(() =>
        {
            var ready = new List<ReadyMessage>();
            var refused = new List<Delivery>();
            foreach (var delivery in planned)
            {
                var outcome = Check(delivery);
                if (outcome.Ready is { } message) ready.Add(message);
                else if (outcome.Refused is { } delivered) refused.Add(delivered);
            }
            return (ready, refused);
        });
        if (refused.Count > 0) await ChangeAsync(refused, []);
        return ready;
    }

    private (ReadyMessage? Ready, Delivery? Refused) Check(Delivery delivery)
    {
        var nowMs = _fold.ClockMs;
        var customer = _directory.Survivor(delivery.Customer);
        if (_fold.Record(customer) is not { IsLive: true } record) return Refuse(DeliveryState.Dropped, "ended:withdrawn");
        var plan = _plans.At(record.PlanPosition).Plan;
        var later = new LaterEvents(_store, _plans, customer, record.FoldedThrough, nowMs, new RunId(delivery.Run));
        if (CustomerFold.MayHandOver(
            plan, record.State!, delivery.Sop, new RunId(delivery.Run), delivery.Step, delivery.Content, new Instant(delivery.PlannedAtMs), new Instant(delivery.ExpiresAtMs),
            new Instant(nowMs), later.Events)
            is { } refusal)
            // Quiet hours or a pause began after it was planned: it stays planned.
            return refusal.Outcome == StepOutcome.Deferred
                ? (null, null)
                : Refuse(
                    refusal.Outcome == StepOutcome.Dropped ? DeliveryState.Dropped : DeliveryState.Skipped,
                    // It has expired because its member had enough to do.
                    refusal.Reason == "expired" && delivery.Reason == MemberLoad ? MemberLoad : refusal.Reason);

        var sender = Sender.Of(record.State!.Contacts);
        var external = _directory.IdentitiesOf(customer).FirstOrDefault(identity => identity.Kind == IdentityKind.ExternalUserId).Value;
        if (sender is null || external is null) return Refuse(DeliveryState.Dropped, "no_contact");
        var attributes = record.State!.Attributes.Visible().ToDictionary(
            attribute => attribute.Key, attribute => JsonDocument.Parse(attribute.Value).RootElement, StringComparer.Ordinal);
        try
        {
            return Render(delivery.Content, attributes) is { } content
                ? (new ReadyMessage(delivery, external, sender, content), null)
                : Refuse(DeliveryState.Failed, $"no_material:{delivery.Content}");
        }
        catch (HandlebarsException)
        {
            // A helper that does not exist, found only where a condition lets it be reached: one bad text must not hold up the others.
            return Refuse(DeliveryState.Failed, $"unreadable_material:{delivery.Content}");
        }

        (ReadyMessage?, Delivery?) Refuse(DeliveryState state, string reason) =>
            (null, delivery with { State = state, Reason = reason, UpdatedAtMs = Math.Max(nowMs, delivery.UpdatedAtMs) });
    }

    /// <summary>Writes new values of deliveries and, in the same transaction, documents (a WeCom task, say). Durable when completed.</summary>
    public async Task ChangeAsync(IReadOnlyList<Delivery> changed, IReadOnlyList<Document> documents)
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
            var work = new PlainWork(commit =>
            {
                commit.ChangedDeliveries.AddRange(changed);
                commit.Documents.AddRange(documents);
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
/// <param name="Member">The member who sends: the newest friend contact.</param>
public sealed record ReadyMessage(Delivery Delivery, string ExternalUserId, string Member, RenderedMaterial Content);

/// <summary>What the customer reads. Equal content is packed into one task.</summary>
public sealed record RenderedMaterial(string Text, LinkCard? Link);
