namespace Shiyu.Sandbox.Corp;

/// <summary>A WeChat user who is, or was, a friend of some member.</summary>
internal sealed class CorpCustomer
{
    public required string ExternalUserId { get; init; }

    public required string Name { get; init; }

    public required string UnionId { get; init; }

    /// <summary>0 unknown, 1 male, 2 female.</summary>
    public required int Gender { get; init; }

    public SortedDictionary<string, Contact> Contacts { get; } = new(StringComparer.Ordinal);

    /// <summary>Mass messages received per calendar month (business time): what the reception quota counts.</summary>
    public Dictionary<(int Year, int Month), int> MassMessages { get; } = [];

    /// <summary>A relation that the member deleted is gone; one that the customer deleted stays readable as one-way.</summary>
    public IEnumerable<Contact> Readable => Contacts.Values.Where(contact => !contact.DeletedByMember);
}
