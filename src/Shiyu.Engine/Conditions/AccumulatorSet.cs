using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>
/// The accumulators of one scope (the customer, or one SOP's runs), shared between conditions that ask the same thing and
/// indexed by event name. Compile everything first, then fold.
/// </summary>
public sealed class AccumulatorSet
{
    private readonly List<Accumulator> _accumulators = [];
    private readonly Dictionary<string, Accumulator> _byKey = new(StringComparer.Ordinal);
    private Places? _last;
    private readonly Dictionary<string, Listener> _listeners = new(StringComparer.Ordinal);

    public AccumulatorStates NewStates() => new();

    /// <summary>Whether an event of this name feeds anything here.</summary>
    public bool Listens(string eventName) => _listeners.ContainsKey(eventName);

    /// <summary>Folds one event, late or not, into the states; touches only what listens to its name.</summary>
    /// <param name="now">The decision instant; never earlier than in the call before. What has left every window by then may be forgotten.</param>
    /// <returns>Whether any accumulator changed.</returns>
    public bool Absorb(AccumulatorStates states, EventFact fact, Instant now) =>
        _listeners.TryGetValue(fact.Name, out var listener) && listener.Absorb(states, fact, now);

    public void Write(AccumulatorStates states, ref StateWriter writer)
    {
        writer.UInt((ulong)states.Count);
        var before = 0;
        for (var at = 0; at < states.End; at = states.NextAfter(at))
        {
            var accumulator = states.AccumulatorAt(at);
            writer.UInt((ulong)(accumulator - before));
            before = accumulator;
            _accumulators[accumulator].Write(states.WordsAt(at), ref writer);
        }
    }

    public AccumulatorStates Read(ref StateReader reader)
    {
        var states = NewStates();
        var index = 0;
        for (var count = reader.UInt(); count > 0; count--)
        {
            index += (int)reader.UInt();
            var cell = states.CellOf(index);
            _accumulators[index].Read(ref cell, ref reader);
        }
        return states;
    }

    /// <summary>
    /// Values of another set as values of this one: what both accumulate goes on, what only the other did is left behind.
    /// </summary>
    /// <returns>False where this set accumulates what the other does not: its values must be filled from the history.</returns>
    internal bool TryTakeOver(AccumulatorStates states, AccumulatorSet from, out AccumulatorStates taken)
    {
        var places = _last?.From == from ? _last : _last = new Places(from, PlacesIn(from));
        taken = states;
        if (places.Here is null) return false;
        if (from != this) taken = states.At(places.Here);
        return true;
    }

    /// <returns>By accumulator of the other set: its place here, or -1; null when one of this set is missing there or has kept something else.</returns>
    private int[]? PlacesIn(AccumulatorSet from)
    {
        foreach (var (key, here) in _byKey)
            if (!from._byKey.TryGetValue(key, out var there) || there.Keeps != here.Keeps || !here.Travels) return null;
        var places = new int[from._accumulators.Count];
        foreach (var (key, accumulator) in from._byKey) places[accumulator.Index] = _byKey.TryGetValue(key, out var here) ? here.Index : -1;
        return places;
    }

    // One object, so that threads that share a plan see both or neither.
    private sealed record Places(AccumulatorSet From, int[]? Here);

    internal Listener ListenerOf(string eventName)
    {
        if (!_listeners.TryGetValue(eventName, out var listener)) _listeners.Add(eventName, listener = new Listener());
        return listener;
    }

    /// <summary>The accumulator under that key, made and fed by those patterns if there is none yet.</summary>
    /// <param name="key">Tells apart what is accumulated; two conditions with the same key share.</param>
    /// <param name="patterns">Bit n of <see cref="MatchedEvent.Elements"/> is the n-th of these.</param>
    internal T Shared<T>(string key, IReadOnlyList<(string Event, int Pattern)> patterns, Func<T> make) where T : Accumulator
    {
        if (_byKey.TryGetValue(key, out var known)) return (T)known;
        var made = make();
        made.Index = _accumulators.Count;
        _accumulators.Add(made);
        _byKey.Add(key, made);
        foreach (var ofName in patterns.Select((pattern, element) => (pattern.Event, pattern.Pattern, element)).GroupBy(p => p.Event))
            ListenerOf(ofName.Key).Feed(made, [.. ofName.Select(p => (p.Pattern, p.element))]);
        return made;
    }
}
