namespace Shiyu.Engine;

/// <summary>
/// A few values in one array with a little room to spare, changed in place: arrays that are replaced at every change live just long enough to be
/// the collector's dearest garbage. A field that is not copied: copies would share the array.
/// </summary>
internal struct Few<T>
{
    private T[]? _items;

    public int Length { get; private set; }

    public readonly ref T this[int index] => ref AsSpan()[index];

    public readonly Span<T> AsSpan() => _items.AsSpan(0, Length);

    public readonly Span<T>.Enumerator GetEnumerator() => AsSpan().GetEnumerator();

    /// <summary>A copy, for those who ask queries.</summary>
    public readonly T[] ToArray() => AsSpan().ToArray();

    public void Add(T item) => Insert(Length, item);

    public void Insert(int index, T item)
    {
        if (_items is null) _items = new T[2];
        else if (Length == _items.Length) Array.Resize(ref _items, Length + (Length / 2) + 1);
        if (index < Length) Array.Copy(_items, index, _items, index + 1, Length - index);
        _items[index] = item;
        Length++;
    }

    public void Remove(int index, int count = 1)
    {
        if (count == 0) return;
        Array.Copy(_items!, index + count, _items!, index, Length - index - count);
        Length -= count;
        // What is gone must not be kept alive.
        Array.Clear(_items!, Length, count);
    }

    public static implicit operator Few<T>(T[] items) => new() { _items = items, Length = items.Length };
}
