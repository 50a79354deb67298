using System.Text.Json;
using Shiyu.Runtime.Log;

namespace Shiyu.WeCom.Channels;

/// <summary>What each fact of the log means for the figures of channels. docs/channels.md has the definitions.</summary>
/// <param name="befriended">A member has one customer more, or fewer.</param>
/// <param name="added">A channel brought a member one more add, at an instant.</param>
internal sealed class ChannelFold(LedgerPage page, Roster roster, Action<string, int> befriended, Action<string, string, long> added)
{
    /// <summary>More orders than this before the first add are of no use to any channel: the newest are kept.</summary>
    private const int UnclaimedMax = 20;

    private const long DayMs = 86_400_000;

    public void Apply(FollowedFact fact)
    {
        switch (fact)
        {
            case FollowedFact.Event { Name: "order.paid" } order:
                Ordered(page.Customer(order.Customer), new ChannelOrder(order.OccurredAtMs, Amount(order.Properties)));
                break;
            case FollowedFact.Event change when Text(change.Properties, "member") is { Length: > 0 } member:
                Changed(page.Customer(change.Customer), change, member);
                break;
            case FollowedFact.Merge merge:
                Merge(page.Customer(merge.Customer), page.Customer(merge.Loser));
                break;
        }
    }

    private void Changed(ChannelCustomer customer, FollowedFact.Event change, string member)
    {
        var contact = customer.Contacts.Find(each => each.Member == member);
        switch (change.Name)
        {
            // Told again of a friendship that stands (a synchronisation, say): no second add.
            case "contact.added" when contact is null or { EndedAtMs: not null }:
                Added(customer, contact, change, member);
                break;
            case "contact.accepted" when contact is { Waiting: true }:
                contact.Waiting = false;
                if (Day(contact) is { } accepted)
                {
                    accepted.Accepted++;
                    accepted.WaitedMs += Math.Max(0, change.OccurredAtMs - contact.AddedAtMs);
                }
                break;
            case "contact.deleted_by_customer" or "contact.deleted_by_member" when contact is { EndedAtMs: null }:
                Ended(contact, change.OccurredAtMs);
                break;
        }
    }

    private void Added(ChannelCustomer customer, ChannelContact? before, FollowedFact.Event change, string member)
    {
        if (before is not null) customer.Contacts.Remove(before);
        var contact = new ChannelContact
        {
            Member = member, Channel = Text(change.Properties, "state"), AddedAtMs = change.OccurredAtMs, Waiting = IsTrue(change.Properties, "half"),
        };
        customer.Contacts.Add(contact);
        befriended(member, 1);
        if (Day(contact) is not { } day) return;
        day.Adds++;
        if (contact.Waiting) day.Requests++;
        added(contact.Channel, member, contact.AddedAtMs);
        Claim(customer);
    }

    private void Ended(ChannelContact contact, long atMs)
    {
        contact.EndedAtMs = atMs;
        befriended(contact.Member, -1);
        if (Day(contact) is not { } day) return;
        var lasted = atMs - contact.AddedAtMs;
        day.Lost++;
        if (lasted < DayMs) day.Lost1++;
        if (lasted < 7 * DayMs) day.Lost7++;
        if (lasted < 30 * DayMs) day.Lost30++;
    }

    private void Ordered(ChannelCustomer customer, ChannelOrder order)
    {
        if (IsClaimed(customer, order)) return;
        customer.Unclaimed.Add(order);
        if (customer.Unclaimed.Count > UnclaimedMax) customer.Unclaimed.RemoveAt(0);
    }

    /// <summary>An order belongs to the newest add by a channel at or before it.</summary>
    private bool IsClaimed(ChannelCustomer customer, ChannelOrder order)
    {
        var contact = customer.Contacts.Where(each => each.Channel.Length > 0 && each.AddedAtMs <= order.AtMs).MaxBy(each => each.AddedAtMs);
        if (contact is null || Day(contact) is not { } day) return false;
        day.Orders++;
        day.Revenue += order.Amount;
        if (!contact.Bought) day.Buyers++;
        contact.Bought = true;
        return true;
    }

    private void Claim(ChannelCustomer customer) => customer.Unclaimed.RemoveAll(order => IsClaimed(customer, order));

    private void Merge(ChannelCustomer survivor, ChannelCustomer loser)
    {
        foreach (var theirs in loser.Contacts)
        {
            var ours = survivor.Contacts.Find(each => each.Member == theirs.Member);
            if (ours is { EndedAtMs: null } && theirs.EndedAtMs is null) befriended(theirs.Member, -1);    // one friendship, told of under two names
            if (ours is not null && ours.AddedAtMs >= theirs.AddedAtMs) continue;
            if (ours is not null) survivor.Contacts.Remove(ours);
            survivor.Contacts.Add(theirs);
        }
        survivor.Unclaimed.AddRange(loser.Unclaimed);
        loser.Contacts.Clear();
        loser.Unclaimed.Clear();
        Claim(survivor);
    }

    private ChannelDay? Day(ChannelContact contact) => contact.Channel.Length > 0 ? page.Day(contact.Channel, roster.DayOf(contact.AddedAtMs)) : null;

    private static string Text(ReadOnlyMemory<byte> properties, string name) =>
        Property(properties, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static bool IsTrue(ReadOnlyMemory<byte> properties, string name) => Property(properties, name) is { ValueKind: JsonValueKind.True };

    private static decimal Amount(ReadOnlyMemory<byte> properties)
    {
        foreach (var name in (string[])["total", "revenue"])
        {
            if (Property(properties, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var amount)) return amount;
        }
        return 0;
    }

    private static JsonElement? Property(ReadOnlyMemory<byte> properties, string name)
    {
        if (properties.IsEmpty) return null;
        using var json = JsonDocument.Parse(properties);
        return json.RootElement.TryGetProperty(name, out var value) ? value.Clone() : null;
    }
}
