namespace Shiyu.Sandbox.Corp;

/// <summary>One customer × one member, seen from both sides: each side can end its half.</summary>
internal sealed class Contact
{
    public required string Member { get; init; }

    /// <summary>Business time.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The contact way's state; empty for other ways of adding.</summary>
    public required string State { get; init; }

    /// <summary>1 scanned a code, 3 card share, 16 acquisition link.</summary>
    public required int AddWay { get; init; }

    /// <summary>The customer has asked and the member has not accepted yet.</summary>
    public bool Half { get; set; }

    /// <summary>What the member calls the customer; null for the customer's own name.</summary>
    public string? Remark { get; set; }

    public string Description { get; set; } = "";

    public DateTimeOffset LastInteractionAt { get; set; }

    /// <summary>The customer wrote before a welcome message came: a welcome is then refused with 41051.</summary>
    public bool ChatStarted { get; set; }

    public bool DeletedByCustomer { get; set; }

    public bool DeletedByMember { get; set; }

    public SortedSet<string> TagIds { get; } = new(StringComparer.Ordinal);

    /// <summary>Only a friendship that both sides keep receives mass messages.</summary>
    public bool IsFriend => !Half && !DeletedByCustomer && !DeletedByMember;
}
