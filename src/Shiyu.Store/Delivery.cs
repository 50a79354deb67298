namespace Shiyu.Store;

/// <summary>An act that the engine decided on and its fate: the outbox row and the delivery record in one.</summary>
public sealed record Delivery
{
    /// <summary>Dense, ascending with planning; assigned by the fold.</summary>
    public required long Sequence { get; init; }

    /// <summary>Derived from (run, step): a refold produces the same; unique.</summary>
    public required UInt128 Id { get; init; }

    public required short Shard { get; init; }
    public required int Workspace { get; init; }
    public required long Customer { get; init; }
    public required string Sop { get; init; }
    public required UInt128 Run { get; init; }
    public required string Step { get; init; }

    /// <summary><c>message</c>, <c>task</c>, <c>invite</c>, <c>remove</c> or <c>call</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>For messages: <c>direct</c>, <c>moments</c> …; for others the group, webhook or empty.</summary>
    public required string Touchpoint { get; init; }

    /// <summary>The material's name for messages, the text for tasks, the body for calls.</summary>
    public required string Content { get; init; }

    public required DeliveryState State { get; init; }

    /// <summary>Why it is where it is, for people and machines; null while all is well.</summary>
    public string? Reason { get; init; }

    /// <summary>The sending member's WeCom userid, once known.</summary>
    public string? Member { get; init; }

    /// <summary>The key of the WeCom task that carries it, once packed.</summary>
    public string? Task { get; init; }

    /// <summary>Unix ms, business time, as all below.</summary>
    public required long PlannedAtMs { get; init; }
    public required long DueAtMs { get; init; }
    public required long ExpiresAtMs { get; init; }
    public required long UpdatedAtMs { get; init; }

    /// <summary>The log position that the customer was folded through when it was planned.</summary>
    public required long PlannedPosition { get; init; }

    /// <summary>How it was decided where there was something to decide, as JSON; null otherwise.</summary>
    public string? Decision { get; init; }
}

/// <summary>
/// planned → queued → confirmed → delivered; or skipped, dropped, failed with a reason. <see cref="Uncertain"/>: a crash or time-out
/// left it unknown whether WeCom took the request; settled by asking, never by sending again blindly.
/// </summary>
public enum DeliveryState : byte { Planned, Queued, Uncertain, Confirmed, Delivered, Skipped, Dropped, Failed }

/// <param name="Before">Only sequences below this; null for the newest.</param>
/// <param name="After">Instead of <paramref name="Before"/>: only sequences above this, oldest first.</param>
/// <param name="Limit">1–500.</param>
public sealed record DeliveryQuery(
    DeliveryState? State = null, long? Customer = null, string? Sop = null, string? Kind = null, string? Touchpoint = null,
    string? Task = null, long? Before = null, int Limit = 50, long? After = null);
