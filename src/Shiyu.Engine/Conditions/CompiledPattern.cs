using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>A pattern asked of one event at a time; immutable.</summary>
public sealed class CompiledPattern
{
    private readonly Listener _listener = new();
    private readonly FilterTest[] _tests;

    internal CompiledPattern(EventPattern pattern, ZoneTable zone)
    {
        EventName = pattern.Name;
        _tests = _listener.TestsOf(pattern, zone, _ => true);
    }

    public string EventName { get; }

    /// <summary>Whether the event has the name and fits the filter, dates compared with <paramref name="now"/>.</summary>
    public bool Matches(EventFact fact, Instant now) => fact.Name == EventName && _listener.Matches(_tests, fact, now);
}
