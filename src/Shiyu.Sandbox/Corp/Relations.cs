namespace Shiyu.Sandbox.Corp;

/// <summary>
/// Each member's relations, oldest first. One that has ended keeps its place: so a page of a listing stays where it was when customers come and go meanwhile.
/// </summary>
internal sealed class Relations
{
    private readonly Dictionary<string, List<Relation>> _byMember = new(StringComparer.Ordinal);

    /// <summary>A relation begins; an earlier one of the two has ended.</summary>
    public void Begin(CorpCustomer customer, Contact contact)
    {
        if (!_byMember.TryGetValue(contact.Member, out var relations)) _byMember[contact.Member] = relations = [];
        customer.Contacts[contact.Member] = contact;
        var place = relations.Count;
        while (place > 0 && relations[place - 1].Contact.CreatedAt > contact.CreatedAt) place--;
        relations.Insert(place, new Relation(customer, contact));
    }

    /// <summary>Those of a member that are readable, from a place on; with the place after each.</summary>
    public IEnumerable<(Relation Relation, int Next)> Of(string member, int from)
    {
        if (!_byMember.TryGetValue(member, out var relations)) yield break;
        for (var place = from; place < relations.Count; place++)
        {
            var (customer, contact) = relations[place];
            if (customer.Contacts[member] == contact && !contact.DeletedByMember) yield return (relations[place], place + 1);
        }
    }
}

internal readonly record struct Relation(CorpCustomer Customer, Contact Contact);
