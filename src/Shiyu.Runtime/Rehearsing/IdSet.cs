using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>
/// The event ids met so far, as hashes, at most 16 bytes an id once there are some thousands: 1,024 tables by 10 bits of the hash, each with
/// 96 more bits an id, filled to between 78 % and 90 %. Two of a billion ids share 106 bits with a chance below 10^-14.
/// </summary>
internal sealed class IdSet
{
    private const int Tables = 1024;
    private const int WordsPerId = 3;

    private readonly uint[][] _slots = new uint[Tables][];
    private readonly int[] _taken = new int[Tables];

    public long Count { get; private set; }

    /// <summary>Bytes held for ids.</summary>
    public long Bytes => _slots.Sum(slots => (long)(slots?.Length ?? 0) * sizeof(uint));

    /// <returns>False when the id was met before.</returns>
    public bool Add(string id)
    {
        var hash = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(id.AsSpan()));
        var table = (int)((uint)(hash >> 96) % Tables);
        // All zero marks a free slot.
        var key = (High: (uint)(hash >> 64), Middle: (uint)(hash >> 32), Low: (uint)hash | (hash << 32 == 0 ? 1u : 0u));

        var slots = _slots[table] ??= new uint[16 * WordsPerId];
        if (_taken[table] * 10L >= slots.Length / WordsPerId * 9L) slots = Grow(table);
        if (!Insert(slots, key)) return false;
        _taken[table]++;
        Count++;
        return true;
    }

    private uint[] Grow(int table)
    {
        var old = _slots[table];
        // A small factor costs some copying and keeps the tables full.
        var slots = new uint[(old.Length / WordsPerId * 115 / 100 + 2) * WordsPerId];
        for (var i = 0; i < old.Length; i += WordsPerId)
            if ((old[i] | old[i + 1] | old[i + 2]) != 0) Insert(slots, (old[i], old[i + 1], old[i + 2]));
        return _slots[table] = slots;
    }

    private static bool Insert(uint[] slots, (uint High, uint Middle, uint Low) key)
    {
        var count = (uint)(slots.Length / WordsPerId);
        for (var slot = (uint)(((ulong)key.High * count) >> 32); ; slot = slot + 1 == count ? 0 : slot + 1)
        {
            var i = (int)slot * WordsPerId;
            if ((slots[i] | slots[i + 1] | slots[i + 2]) == 0)
            {
                (slots[i], slots[i + 1], slots[i + 2]) = key;
                return true;
            }
            if (slots[i] == key.High && slots[i + 1] == key.Middle && slots[i + 2] == key.Low) return false;
        }
    }
}
