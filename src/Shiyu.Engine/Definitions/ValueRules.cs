using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Definitions;

/// <summary>What a workspace says of the worth of its messages.</summary>
/// <param name="Lifetime">What a customer who deletes the friendship would still have brought, in the workspace's money.</param>
/// <param name="Segments">The exclusive tag group whose tags customers are told apart by; null where all are one segment.</param>
/// <param name="Enough">Below so many delivered messages evidence is thin.</param>
/// <param name="Within">For how long after a message a deletion, and where the SOP has no window a conversion, is put down to it.</param>
/// <param name="Prior">What is believed before anything was delivered.</param>
public sealed record ValueRules(decimal Lifetime, string? Segments, int Enough, Duration Within, PriorBelief Prior);

/// <param name="Weight">How many messages' worth the belief counts, of the workspace's prior and of each message's.</param>
public readonly record struct PriorBelief(Share Convert, Share Delete, int Weight)
{
    /// <summary>Two in a hundred buy, one in two hundred deletes.</summary>
    public static readonly PriorBelief Default = new(new Share(2 * Share.Whole / 100), new Share(Share.Whole / 200), 100);
}

/// <summary>From which rate of deletions on messages are stopped.</summary>
/// <param name="Deletions">Of those who received a message, the share that may delete the friendship.</param>
/// <param name="Within">For how long after a message a deletion is put down to it.</param>
/// <param name="Confidence">How sure it must be that the rate is above; at most the rest is the chance of ever stopping something that is not.</param>
public sealed record GuardrailRules(Share Deletions, Duration Within, Share Confidence);

/// <summary>What one member is asked to do in a calendar day; null: any number.</summary>
/// <param name="Messages">Customers written to in the member's name.</param>
/// <param name="Tasks">Tasks of WeCom to confirm.</param>
public sealed record MemberLoad(int? Messages, int? Tasks);
