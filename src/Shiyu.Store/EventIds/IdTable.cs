namespace Shiyu.Store.EventIds;

/// <summary>A set of 128-bit hashes by open addressing with linear probing: 16 bytes a slot, at most five of eight slots taken.</summary>
internal sealed class IdTable
{
    private UInt128[] _slots = new UInt128[1024];
    private int _shift = 54;    // leaves as many bits as there are slots
    private bool _hasZero;    // zero marks a free slot, so that the id zero lives beside the slots
    private int _taken;

    public int Count => _taken + (_hasZero ? 1 : 0);

    public bool Contains(UInt128 id) => id == 0 ? _hasZero : _slots[SlotOf(id)] == id;

    /// <returns>False when it was in the table.</returns>
    public bool Add(UInt128 id)
    {
        if (id == 0)
            return !_hasZero && (_hasZero = true);

        var slot = SlotOf(id);
        if (_slots[slot] == id)
            return false;
        _slots[slot] = id;
        if (++_taken * 8L > _slots.Length * 5L)
            Grow();
        return true;
    }

    public void Remove(UInt128 id)
    {
        if (id == 0)
        {
            _hasZero = false;
            return;
        }

        var free = SlotOf(id);
        if (_slots[free] != id)
            return;
        _slots[free] = 0;
        _taken--;

        // Ids behind the freed slot were pushed there by it: those whose own place is at or before it move up, so that none gets lost.
        var mask = _slots.Length - 1;
        for (var slot = (free + 1) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var home = Home(_slots[slot]);
            if (((slot - home) & mask) < ((slot - free) & mask))
                continue;
            _slots[free] = _slots[slot];
            _slots[slot] = 0;
            free = slot;
        }
    }

    public UInt128[] ToSorted()
    {
        var ids = new UInt128[Count];
        var next = _hasZero ? 1 : 0;
        foreach (var id in _slots)
        {
            if (id != 0)
                ids[next++] = id;
        }

        Array.Sort(ids);
        return ids;
    }

    // Hashes need no more mixing; it keeps ids that are no hashes (tests, another scheme) from queueing at one slot.
    private int Home(UInt128 id) => (int)((((ulong)id ^ ((ulong)(id >> 64) * 0xC2B2AE3D27D4EB4F)) * 0x9E3779B97F4A7C15) >> _shift);

    private int SlotOf(UInt128 id)
    {
        var mask = _slots.Length - 1;
        var slots = _slots;
        var slot = Home(id);
        while (slots[slot] != 0 && slots[slot] != id)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new UInt128[old.Length * 2];
        _shift--;
        foreach (var id in old)
        {
            if (id != 0)
                _slots[SlotOf(id)] = id;
        }
    }
}
