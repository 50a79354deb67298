namespace Shiyu.Runtime.Intake;

/// <summary>One event, parsed and valid, on its way into the log.</summary>
public sealed class IncomingEvent
{
    /// <summary>Its sender's id: the de-duplication key within a source. At most 256 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Our dotted name; a name that the dictionary does not know is kept as sent.</summary>
    public required string Name { get; init; }

    /// <summary>When it happened, Unix ms business time; null: when it is received.</summary>
    public long? OccurredAtMs { get; init; }

    /// <summary>The time it was sent with lay more than five minutes in the future and was replaced by its arrival; shown on the timeline.</summary>
    public bool TimeReplaced { get; init; }

    /// <summary>Every identity it names, at least one. They are joined: one person.</summary>
    public required Identity[] Identities { get; init; }

    /// <summary>
    /// The event as received: UTF-8 JSON, kept byte for byte. Where a wire format keeps some of the properties outside its properties object (the name
    /// of a page, the id of a group), the composed object follows after a line feed, and <see cref="Properties"/> points there.
    /// </summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>How many places of the intake queue it takes: one, and another for each full KiB, so that the queue bounds memory, too.</summary>
    public int Places => 1 + Payload.Length / 1024;

    /// <summary>Where in <see cref="Payload"/> the JSON object of properties stands; an empty range without one.</summary>
    public (int Start, int Length) Properties { get; init; }

    /// <summary>Where in <see cref="Payload"/> the JSON object of attributes stands; an empty range without one.</summary>
    public (int Start, int Length) Attributes { get; init; }
}

/// <summary>Valid events of one request; they are taken together or, when the queue is full, not at all.</summary>
/// <param name="Source">The write source: de-duplication is by (workspace, source, id). For example <c>segment</c>, <c>api</c>, <c>wecom</c>.</param>
public sealed record IntakeBatch(string Source, IReadOnlyList<IncomingEvent> Events);

/// <param name="Accepted">New, durable events.</param>
/// <param name="Repeated">Events whose id was known: harmless.</param>
public readonly record struct IntakeResult(int Accepted, int Repeated);

/// <summary>An item that was not taken, and why; kept for the list of rejections.</summary>
/// <param name="Code">Stable machine word, for example <c>event.missing_identity</c>.</param>
/// <param name="Item">Its index in the batch, or its line number.</param>
/// <param name="Sample">The beginning of what was sent, at most 500 characters.</param>
public sealed record RejectedItem(string Source, int Item, string Code, string Field, string Given, string Allowed, string Sample);

/// <summary>The queue is full: nothing of the batch was taken; try again after <see cref="RetryAfter"/> (answered as 429).</summary>
public sealed class IntakeBusyException(TimeSpan retryAfter) : Exception("The intake queue is full.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>Durable counts of distinct events. Equal accepted and folded: everything taken has been decided on.</summary>
/// <param name="LagMs">Age (wall time) of the oldest event accepted and not yet folded; 0 when there is none.</param>
public readonly record struct IntakeStatus(long Accepted, long Folded, long Rejected, long LagMs);
