using System.Text.Json;
using Shiyu.Simulation.Tests.Towns;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>Law 6 and what else must hold at the last moment before a message goes, judged from the log and from the playbook as it was drawn.</summary>
/// <param name="deliveries">All of the workspace's as they stand in the store.</param>
internal sealed class HandOvers(
    LogView log, Playbook playbook, Pauses pauses, Stops stops, Versions versions, Func<string, long, string?> externalOf, Func<IEnumerable<Delivery>> deliveries)
{
    /// <param name="begun">The delivery as it is handed over.</param>
    /// <param name="text">What the customer is to read.</param>
    /// <param name="recipient">To whom.</param>
    /// <param name="through">Every fact up to this position has been folded.</param>
    /// <param name="nowMs">Every wake-up before this instant has been taken.</param>
    public void Judge(Delivery begun, string text, string recipient, long through, long nowMs)
    {
        var what = $"{begun.Sop}/{begun.Step} #{begun.Sequence} to {recipient} by {begun.Member}";
        Must(text.StartsWith($"[{begun.Sop}/{begun.Step}]", StringComparison.Ordinal), "content belongs to its step", $"{what}: {text}");
        Must(!pauses.IsPaused(begun.Sop), "nothing of a paused SOP is handed over", what);
        Must(!pauses.WasDropped(begun), "what a resumption dropped is not handed over", what);
        Must(!stops.Holds(begun), "nothing that the guardrail has stopped is handed over", what);
        Must(nowMs <= begun.ExpiresAtMs, "nothing is handed over that has expired", what);

        var customer = log.Survivor(begun.Customer, through);
        var history = log.Of(customer, through).Where(seen => seen.OccurredAtMs <= nowMs).OrderBy(seen => seen.OccurredAtMs).ThenBy(seen => seen.Position).ToList();
        var rule = playbook.Sops[begun.Sop];
        Must(externalOf(recipient, customer) is null, "the recipient is the customer", $"{what}: {externalOf(recipient, customer)}");
        Must(rule.Evidence is null || history.Any(seen => seen.Name == rule.Evidence) || history.Any(seen => seen.Name == "sop.start" && seen.Text("sop") == begun.Sop),
            "content reaches only who is in its SOP", $"{what} has had no {rule.Evidence}");

        // Folded after it was planned, or in the customer's future then.
        bool IsSince(Seen seen) => seen.OccurredAtMs <= nowMs && (seen.Position > begun.PlannedPosition || seen.OccurredAtMs > begun.PlannedAtMs);
        var since = log.After(begun.Customer, 0, through).Where(IsSince).ToList();
        Must(since.FirstOrDefault(seen => seen.Name == rule.Goal && (rule.GoalProduct is not { } product || seen.Text("product") == product)) is var goal && goal is null,
            "no message after the goal", $"{what}: {goal?.Position}");
        Must(since.FirstOrDefault(seen => seen.Name == rule.Exit) is var exit && exit is null, "no message after an exit", $"{what}: {exit?.Position}");

        Must(!playbook.IsUnlessReplied(begun.Content) || versions.MayHaveMoved(begun.Sop, begun.PlannedAtMs)
            || !history.Any(seen => seen.Name == "message.received" && seen.OccurredAtMs > nowMs - 6 * 3_600_000), "what is only for who has not written is not for who has", what);
        Must(!WantsNoDisturbance(history), "no message to who is not to be disturbed", what);
        Must(Friends(history).Contains(begun.Member!), "the sender is a friend", what);
        var persons = log.Persons(customer, through).ToHashSet();
        var sent = deliveries().Where(other => other.Kind == "message" && other.Sequence != begun.Sequence && persons.Contains(other.Customer) && IsHandedOver(other))
            .Select(other => (other.PlannedAtMs, playbook.Sops[other.Sop].Class == "service")).ToList();
        var broken = playbook.Limits.Broken(sent, nowMs, rule.Class == "service");
        Must(broken is null, "no budget is exceeded at hand-over", $"{what}: {broken}");
    }

    private static bool IsHandedOver(Delivery delivery) => delivery.State is DeliveryState.Uncertain or DeliveryState.Queued or DeliveryState.Confirmed or DeliveryState.Delivered;

    private static bool WantsNoDisturbance(IEnumerable<Seen> history)
    {
        var wants = false;
        foreach (var seen in history)
            if (seen.Attributes is { } attributes && attributes.TryGetProperty("do_not_disturb", out var value)) wants = value.ValueKind == JsonValueKind.True;
        return wants;
    }

    private static HashSet<string> Friends(IEnumerable<Seen> history)
    {
        var friends = new HashSet<string>(StringComparer.Ordinal);
        foreach (var seen in history)
        {
            if (seen.Text("member") is not { } member) continue;
            if (seen.Name == "contact.added") friends.Add(member);
            if (seen.Name is "contact.deleted_by_customer" or "contact.deleted_by_member") friends.Remove(member);
        }
        return friends;
    }

    private static void Must(bool holds, string invariant, string what)
    {
        if (!holds) throw new InvariantBrokenException(invariant, what);
    }
}
