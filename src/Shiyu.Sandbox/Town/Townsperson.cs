using Shiyu.Sandbox.Corp;

namespace Shiyu.Sandbox.Town;

/// <summary>One virtual customer: who they are, and what is on their mind.</summary>
internal sealed class Townsperson
{
    public required int Number { get; init; }

    public required CorpCustomer Customer { get; init; }

    /// <summary>The person's own stream of chance.</summary>
    public required Chance Chance { get; init; }

    public required Persona Persona { get; init; }

    /// <summary>The kind of goods they like.</summary>
    public required string Favourite { get; init; }

    /// <summary>The advisor whom they add; whoever a code leads them to, where they come by one.</summary>
    public required string Member { get; set; }

    public required string AnonymousId { get; init; }

    /// <summary>The shop's account id, used once they have signed in.</summary>
    public required string UserId { get; init; }

    public bool SignedIn { get; set; }

    /// <summary>The shop has seen the account and the WeCom contact together.</summary>
    public bool Linked { get; set; }

    public bool IsFriend { get; set; }

    /// <summary>No visits of their own accord any more.</summary>
    public bool Quiet { get; set; }

    public Product? Cart { get; set; }

    public int Orders { get; set; }

    /// <summary>Enrolled in the tasting camp.</summary>
    public bool InCamp { get; set; }

    /// <summary>How many of the camp's lessons the person has told about.</summary>
    public int Lessons { get; set; }

    public Product? LastBought { get; set; }

    public DateTimeOffset? LastVisitAt { get; set; }

    public DateTimeOffset? LastMassMessageAt { get; set; }

    public double Annoyance { get; set; }

    public DateTimeOffset AnnoyedAt { get; set; }

    /// <summary>Counts what the person sends, for the messages' ids.</summary>
    public int Sent { get; set; }

    public string Id => Customer.ExternalUserId;
}
