namespace Shiyu.Engine.Conditions;

/// <summary>
/// One customer's (or run's) accumulator values; empty ones cost nothing. All of them stand one after another in a single array without
/// references: a million customers with an object for each value would keep the garbage collector busier than the fold.
/// </summary>
public sealed class AccumulatorStates
{
    private const int SpareWords = 4;

    // In order of accumulator, each: a head (accumulator in the upper half, number of words in the lower one), then its words.
    private long[] _words = [];
    private int _used;

    /// <summary>How many accumulators have a value.</summary>
    internal int Count
    {
        get
        {
            var count = 0;
            for (var at = 0; at < _used; at = NextAfter(at)) count++;
            return count;
        }
    }

    /// <summary>An accumulator's value; empty when it has none.</summary>
    internal ReadOnlySpan<long> Of(int accumulator)
    {
        var at = Find(accumulator);
        return at < 0 ? default : WordsAt(at);
    }

    internal AccumulatorCell CellOf(int accumulator) => new(this, accumulator, Find(accumulator));

    /// <summary>Where the next value starts after the one at <paramref name="at"/>; 0 is the first one, <see cref="End"/> is no more.</summary>
    internal int NextAfter(int at) => at + 1 + (int)_words[at];

    internal int End => _used;

    internal int AccumulatorAt(int at) => (int)(_words[at] >> 32);

    internal Span<long> WordsAt(int at) => _words.AsSpan(at + 1, (int)_words[at]);

    /// <summary>The same values under other places, and others beside them.</summary>
    /// <param name="places">By accumulator: its new place; -1 leaves the value out.</param>
    /// <param name="inOrder">Whether the new places stand in the order of the old ones.</param>
    /// <param name="more">Values whose places are right already, and are none of the new ones.</param>
    internal AccumulatorStates At(int[] places, bool inOrder, AccumulatorStates? more)
    {
        var states = new AccumulatorStates { _words = new long[_used + (more?._used ?? 0)] };
        if (!inOrder)
        {
            for (var at = 0; at < _used; at = NextAfter(at))
                if (places[AccumulatorAt(at)] is var place && place >= 0) states.Put(place, WordsAt(at));
            for (var at = 0; at < more?._used; at = more.NextAfter(at)) states.Put(more.AccumulatorAt(at), more.WordsAt(at));
            return states;
        }
        var next = 0;
        for (var at = 0; at < _used; at = NextAfter(at))
        {
            if (places[AccumulatorAt(at)] is var place && place < 0) continue;
            for (; next < more?._used && more.AccumulatorAt(next) < place; next = more.NextAfter(next)) states.Append(more.AccumulatorAt(next), more.WordsAt(next));
            states.Append(place, WordsAt(at));
        }
        for (; next < more?._used; next = more.NextAfter(next)) states.Append(more.AccumulatorAt(next), more.WordsAt(next));
        return states;
    }

    /// <summary>Adds a value behind all others; there is room for it.</summary>
    private void Append(int accumulator, ReadOnlySpan<long> words)
    {
        _words[_used++] = ((long)accumulator << 32) | (uint)words.Length;
        words.CopyTo(_words.AsSpan(_used));
        _used += words.Length;
    }

    /// <summary>Adds a value in its place.</summary>
    private void Put(int accumulator, ReadOnlySpan<long> words)
    {
        var at = ~Find(accumulator);
        Open(at, 1 + words.Length);
        _words[at] = ((long)accumulator << 32) | (uint)words.Length;
        words.CopyTo(_words.AsSpan(at + 1));
    }

    /// <summary>Puts zero words into the value at <paramref name="at"/>.</summary>
    internal void Insert(int at, int index, int count)
    {
        Open(at + 1 + index, count);
        _words[at] += count;
    }

    internal void InsertHead(int at, int accumulator)
    {
        Open(at, 1);
        _words[at] = (long)accumulator << 32;
    }

    internal void Remove(int at, int index, int count)
    {
        _words[at] -= count;
        Close(at + 1 + index, count);
    }

    internal void RemoveHead(int at) => Close(at, 1);

    /// <summary>Where an accumulator's head stands; negative (the complement of where it would stand) when it has no value.</summary>
    private int Find(int accumulator)
    {
        // A walk over a dozen heads that lie side by side beats keeping an index of them.
        var at = 0;
        while (at < _used)
        {
            var head = _words[at];
            if ((int)(head >> 32) >= accumulator) return (int)(head >> 32) == accumulator ? at : ~at;
            at += 1 + (int)head;
        }
        return ~at;
    }

    private void Open(int at, int count)
    {
        if (_used + count > _words.Length) Array.Resize(ref _words, _used + count + SpareWords + (_used / 4));
        Array.Copy(_words, at, _words, at + count, _used - at);
        Array.Clear(_words, at, count);
        _used += count;
    }

    private void Close(int at, int count)
    {
        _used -= count;
        Array.Copy(_words, at + count, _words, at, _used - at);
    }
}
