using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Customers;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Queries;
using Shiyu.Store;

namespace Shiyu.Runtime.Deliveries;

/// <summary>
/// Whether what was handed over and waits for a person (a member's confirmation, an advisor's doing) is still wanted: its customer may leave the run meanwhile.
/// </summary>
public sealed class StandingDesk
{
    private const int AtATime = 500;

    private readonly IStore _store;
    private readonly FoldLoop _fold;
    private readonly CustomerDirectory _directory;
    private readonly PlanLibrary _plans;

    internal StandingDesk(IStore store, FoldLoop fold, CustomerDirectory directory, PlanLibrary plans) => (_store, _fold, _directory, _plans) = (store, fold, directory, plans);

    /// <summary>Asks about each delivery whose customer was folded since, in pieces, so that a large task does not hold up the events.</summary>
    /// <param name="seen">Through which log position a delivery's customer was folded when it was asked about last; 0 asks in any case.</param>
    public async Task<IReadOnlyList<Standing>> AskAsync(IReadOnlyList<Delivery> deliveries, Func<Delivery, long> seen)
    {
        var told = new List<Standing>();
        foreach (var part in deliveries.Chunk(AtATime))
            told.AddRange(await _fold.AskAsync(() => part.Select(delivery => Of(delivery, seen(delivery))).OfType<Standing>().ToList()));
        return told;
    }

    private Standing? Of(Delivery delivery, long seen)
    {
        var customer = _directory.Survivor(delivery.Customer);
        if (_fold.Record(customer) is not { IsLive: true } record) return new Standing(delivery, CustomerNumber.ToText(customer), Words.Of(EndReason.Withdrawn), false, null, null, long.MaxValue);
        if (seen > 0 && record.FoldedThrough == seen) return null;
        var plan = _plans.At(record.PlanPosition).Plan;
        var run = new RunId(delivery.Run);
        var refusal = Ask(delivery.ExpiresAtMs);
        // Whoever may confirm it still can after its time, so that an exit after it counts as well.
        var exited = ExitIn(refusal is { Outcome: StepOutcome.Skipped } ? refusal : refusal is null ? null : Ask(long.MaxValue));
        return new Standing(
            delivery, CustomerNumber.ToText(customer), exited, refusal is null, CustomerFold.SenderOf(plan, record.State!, delivery.Sop, run), CustomerQueries.NameOf(record), record.FoldedThrough);

        HandOverRefusal? Ask(long expiresAtMs) => CustomerFold.MayHandOver(
            plan, record.State!, delivery.Sop, run, delivery.Step, delivery.Content, new Instant(delivery.PlannedAtMs), new Instant(expiresAtMs), new Instant(_fold.ClockMs),
            new LaterEvents(_store, _plans, customer, record.FoldedThrough, _fold.ClockMs, run).Events);
    }

    private static string? ExitIn(HandOverRefusal? refusal) => refusal switch
    {
        { Reason: "do_not_disturb" } => refusal.Reason,
        { Reason: var reason } when reason.StartsWith("ended:", StringComparison.Ordinal) => reason["ended:".Length..],
        _ => null,
    };
}

/// <summary>How it stands with something handed over.</summary>
/// <param name="Customer">The surviving customer's id.</param>
/// <param name="Exited">Why the customer has left the run (<c>goal</c>, <c>exit</c>, <c>do_not_disturb</c> …); null while it is wanted.</param>
/// <param name="MayGo">Whether it could be handed over now as well.</param>
/// <param name="Member">Through whom it would go now; null for nobody.</param>
/// <param name="Name">The customer's, where it is known.</param>
/// <param name="FoldedThrough">The log position that the customer was folded through.</param>
public sealed record Standing(Delivery Delivery, string Customer, string? Exited, bool MayGo, string? Member, string? Name, long FoldedThrough);
