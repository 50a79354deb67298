namespace Shiyu.Engine.Facts;

/// <summary>Why something changed: the event being folded, time alone, or definitions applied to existing customers.</summary>
/// <param name="EventId">The event's id; null for <see cref="Time"/> and <see cref="Definition"/>.</param>
public readonly record struct Cause(CauseKind Kind, string? EventId)
{
    public static readonly Cause Time = new(CauseKind.Time, null);
    public static readonly Cause Definition = new(CauseKind.Definition, null);

    public static Cause Event(string id) => new(CauseKind.Event, id);

    /// <summary><c>event:ID</c>, <c>time</c> or <c>definition</c>.</summary>
    public override string ToString() => Kind switch
    {
        CauseKind.Event => $"event:{EventId}",
        CauseKind.Time => "time",
        CauseKind.Definition => "definition",
    };
}

public enum CauseKind : byte { Time, Event, Definition }
