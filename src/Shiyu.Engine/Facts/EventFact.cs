using System.Text;

namespace Shiyu.Engine.Facts;

/// <summary>An immutable fact about one customer, as the engine folds it.</summary>
public sealed class EventFact
{
    private string? _id;

    /// <summary>The id that its sender gave it; causes name it.</summary>
    public string Id
    {
        get => _id ??= Encoding.UTF8.GetString(IdUtf8.Span);
        init => _id = value;
    }

    /// <summary>
    /// The id as UTF-8, instead of <see cref="Id"/>, for facts of a log: most of them decide nothing, and nobody asks for their ids. As long valid as the
    /// properties.
    /// </summary>
    public ReadOnlyMemory<byte> IdUtf8 { private get; init; }

    /// <summary>The dotted name, already mapped by the event dictionary.</summary>
    public required string Name { get; init; }

    public required Instant OccurredAt { get; init; }

    /// <summary>Its place in the order of arrival (the log position); of two events of one instant the smaller came first.</summary>
    public required long Arrival { get; init; }

    /// <summary>UTF-8 JSON object of properties, or empty.</summary>
    public ReadOnlyMemory<byte> Properties { get; init; }

    /// <summary>UTF-8 JSON object of attributes that this event sets (null removes), or empty.</summary>
    public ReadOnlyMemory<byte> Attributes { get; init; }

    /// <summary>The same with bytes of its own: those here may be a slice of a buffer that the caller uses again.</summary>
    internal EventFact Kept() => new()
    {
        Id = Id, Name = Name, OccurredAt = OccurredAt, Arrival = Arrival, Properties = Properties.ToArray(), Attributes = Attributes.ToArray(),
    };
}

/// <summary>Where a fact stands in a customer's history: by time, then by arrival.</summary>
public readonly record struct Moment(Instant At, long Arrival) : IComparable<Moment>
{
    public int CompareTo(Moment other) => At != other.At ? At.CompareTo(other.At) : Arrival.CompareTo(other.Arrival);

    public static bool operator <(Moment a, Moment b) => a.CompareTo(b) < 0;
    public static bool operator >(Moment a, Moment b) => a.CompareTo(b) > 0;
    public static bool operator <=(Moment a, Moment b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Moment a, Moment b) => a.CompareTo(b) >= 0;
}
