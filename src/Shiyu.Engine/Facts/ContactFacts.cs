namespace Shiyu.Engine.Facts;

/// <summary>What a contact event means beyond the table: whether the customer has just deleted the last friendship.</summary>
internal static class ContactFacts
{
    /// <returns>Whether this event is the customer deleting the last friendship. A friendship of which only the end is known counts.</returns>
    public static bool Absorb(ContactTable contacts, EventFact fact, out bool changed)
    {
        if (fact.Name != "contact.deleted_by_customer")
        {
            changed = contacts.Absorb(fact);
            return false;
        }
        var ended = contacts.All().Where(contact => contact.State != ContactState.Friend).Select(contact => contact.Member)
            .ToHashSet(StringComparer.Ordinal);
        changed = contacts.Absorb(fact);
        return changed && !contacts.HasFriend
            && contacts.All().Any(contact => contact.State == ContactState.DeletedByCustomer && !ended.Contains(contact.Member));
    }
}
