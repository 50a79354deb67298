using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>
/// The accumulators of one scope (the customer, or one SOP's runs), shared between conditions that ask the same thing and
/// indexed by event name. Compile everything first, then fold.
/// </summary>
public sealed class AccumulatorSet
{
    private readonly List<Accumulator> _accumulators;
    private readonly Dictionary<string, Accumulator> _byKey;
    private readonly Dictionary<string, Listener> _listeners;
    private Places? _last;

    public AccumulatorSet()
        : this([], new(StringComparer.Ordinal), new(StringComparer.Ordinal))
    {
    }

    private AccumulatorSet(List<Accumulator> accumulators, Dictionary<string, Accumulator> byKey, Dictionary<string, Listener> listeners) =>
        (_accumulators, _byKey, _listeners) = (accumulators, byKey, listeners);

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

    /// <summary>Values of another set as values of this one: what both accumulate goes on, what only the other did is left behind.</summary>
    /// <param name="filled">Values of what only this one accumulates, see <see cref="Without"/>; null for none.</param>
    internal AccumulatorStates TakeOver(AccumulatorStates states, AccumulatorSet from, AccumulatorStates? filled)
    {
        var places = _last?.From == from ? _last : _last = new Places(from, PlacesOf(from));
        return places.AreTheSame && filled is null ? states : states.At(places.Here, places.KeepTheirOrder, filled);
    }

    /// <summary>What this set accumulates and another does not, or has kept less of: it alone is fed, and its values stand in the same places as here.</summary>
    /// <returns>Null where the other has it all.</returns>
    internal AccumulatorSet? Without(AccumulatorSet from)
    {
        var missing = _byKey.Where(known => !GoesOn(known.Key, known.Value, from)).Select(known => known.Value).ToHashSet();
        if (missing.Count == 0) return null;
        var listeners = new Dictionary<string, Listener>(StringComparer.Ordinal);
        foreach (var (name, listener) in _listeners)
            if (listener.FeedingOnly(missing) is { } feeding) listeners.Add(name, feeding);
        return new AccumulatorSet(_accumulators, _byKey, listeners);
    }

    /// <returns>By accumulator of the other set: its place here, or -1.</returns>
    private int[] PlacesOf(AccumulatorSet from)
    {
        var places = new int[from._accumulators.Count];
        Array.Fill(places, -1);
        foreach (var (key, here) in _byKey)
            if (GoesOn(key, here, from)) places[from._byKey[key].Index] = here.Index;
        return places;
    }

    private static bool GoesOn(string key, Accumulator here, AccumulatorSet from) =>
        from._byKey.TryGetValue(key, out var there) && there.Keeps == here.Keeps && there.Layout == here.Layout;

    // One object, so that threads that share a plan see both or neither.
    private sealed record Places(AccumulatorSet From, int[] Here)
    {
        public bool AreTheSame { get; } = Here.Select((place, before) => place == before).All(same => same);

        public bool KeepTheirOrder { get; } = Here.Where(place => place >= 0).ToList() is var kept && kept.SequenceEqual(kept.Order());
    }

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
