namespace Shiyu.WeCom.Channels;

/// <summary>What became of those who came by one channel on one calendar day.</summary>
public sealed class ChannelDay
{
    /// <summary>Customers who added a member, or asked to.</summary>
    public int Adds { get; set; }

    /// <summary>Those of them whom the member had to accept.</summary>
    public int Requests { get; set; }

    /// <summary>Requests that were accepted.</summary>
    public int Accepted { get; set; }

    /// <summary>Milliseconds that the accepted waited, together.</summary>
    public long WaitedMs { get; set; }

    /// <summary>Friendships that ended within 1, 7 and 30 days of the add, and ever; whoever ended them.</summary>
    public int Lost1 { get; set; }

    /// <inheritdoc cref="Lost1"/>
    public int Lost7 { get; set; }

    /// <inheritdoc cref="Lost1"/>
    public int Lost30 { get; set; }

    /// <inheritdoc cref="Lost1"/>
    public int Lost { get; set; }

    /// <summary>Those who have ordered since.</summary>
    public int Buyers { get; set; }

    public int Orders { get; set; }

    public decimal Revenue { get; set; }
}
