using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Shiyu.Engine.Conditions;

/// <summary>One accumulator's words inside a customer's states, to be read and changed. Changing another cell of the same states ends it.</summary>
/// <param name="at">Where its head stands; the complement of where it would stand while it has no value.</param>
internal struct AccumulatorCell(AccumulatorStates states, int accumulator, int at)
{
    private int _at = at;

    public readonly bool IsEmpty => _at < 0;

    /// <summary>Only until the next change of the cell's length.</summary>
    public readonly Span<long> Words => _at < 0 ? default : states.WordsAt(_at);

    /// <summary>The words seen as values of whole words each.</summary>
    public readonly Span<T> As<T>() where T : unmanaged => MemoryMarshal.Cast<long, T>(Words);

    public void Insert<T>(int index, T value) where T : unmanaged
    {
        InsertWords(index * WordsOf<T>(), WordsOf<T>());
        As<T>()[index] = value;
    }

    public void Remove<T>(int index, int count) where T : unmanaged => RemoveWords(index * WordsOf<T>(), count * WordsOf<T>());

    public void InsertWords(int index, int count)
    {
        if (_at < 0) states.InsertHead(_at = ~_at, accumulator);
        states.Insert(_at, index, count);
    }

    /// <summary>A value without words is none.</summary>
    public void RemoveWords(int index, int count)
    {
        if (count == 0) return;
        states.Remove(_at, index, count);
        if (!states.WordsAt(_at).IsEmpty) return;
        states.RemoveHead(_at);
        _at = ~_at;
    }

    /// <summary>Makes the cell this long, new words at its end.</summary>
    public void Resize(int words)
    {
        var before = Words.Length;
        if (words > before) InsertWords(before, words - before);
        else RemoveWords(words, before - words);
    }

    private static int WordsOf<T>() where T : unmanaged => Unsafe.SizeOf<T>() / sizeof(long);
}
