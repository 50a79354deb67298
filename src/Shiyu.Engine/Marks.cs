using System.Numerics;

namespace Shiyu.Engine;

/// <summary>A small set of indexes as bits: which rules, tags or SOPs of a plan are meant.</summary>
internal readonly struct Marks(ulong[] words)
{
    private readonly ulong[] _words = words;

    public static Marks Of(int size) => new(new ulong[(size + 63) / 64]);

    public bool this[int index] => (_words[index >> 6] & (1UL << index)) != 0;

    public bool IsEmpty
    {
        get
        {
            foreach (var word in _words)
                if (word != 0) return false;
            return true;
        }
    }

    public void Add(int index) => _words[index >> 6] |= 1UL << index;

    public void Remove(int index) => _words[index >> 6] &= ~(1UL << index);

    public void AddAll(Marks other)
    {
        for (var i = 0; i < _words.Length; i++) _words[i] |= other._words[i];
    }

    public void Clear() => Array.Clear(_words);

    public void Fill(int size)
    {
        for (var i = 0; i < size; i++) Add(i);
    }

    /// <summary>The first index at or after <paramref name="from"/>, or -1.</summary>
    public int Next(int from)
    {
        var word = from >> 6;
        if (word >= _words.Length) return -1;
        var bits = _words[word] & (ulong.MaxValue << from);
        while (bits == 0)
        {
            if (++word == _words.Length) return -1;
            bits = _words[word];
        }
        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
