using System.Text;
using System.Text.Json;

namespace Shiyu.Engine.Facts;

/// <summary>
/// A customer's attributes. Each name keeps the value of the latest setter (by time, then arrival), removals included, so that a late
/// event cannot overwrite a later one. Values keep the JSON they came as.
/// </summary>
public sealed class AttributeTable
{
    // Sorted by name; most customers have a handful.
    private Entry[] _entries = [];

    /// <summary>Takes an event's attributes. Returns whether a visible value changed.</summary>
    public bool Absorb(EventFact fact)
    {
        var at = new Moment(fact.OccurredAt, fact.Arrival);
        var act = ProfileFacts.ActOf(fact.Name);
        if (act == AttributeAct.Delete) return RemoveAll(at);
        if (fact.Attributes.IsEmpty) return false;
        var changed = false;
        try
        {
            var json = fact.Attributes.Span;
            var reader = new Utf8JsonReader(json, JsonValue.Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = JsonText.Unescape(reader.ValueSpan, reader.ValueIsEscaped);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var isNull = reader.TokenType == JsonTokenType.Null;
                reader.Skip();
                var value = json[start..(int)reader.BytesConsumed];
                changed |= act == AttributeAct.Set ? Put(name, isNull ? null : value.ToArray(), at) : Work(act, name, value, at);
            }
        }
        catch (JsonException)
        {
            // Intake takes no malformed JSON; what was readable before the break stands.
        }
        return changed;
    }

    /// <summary>Sets or (with <c>null</c>) removes one attribute at <paramref name="at"/>. Returns whether the visible value changed.</summary>
    public bool Set(string name, string json, Moment at)
    {
        var trimmed = json.Trim();
        return Put(name, trimmed == "null" ? null : Encoding.UTF8.GetBytes(trimmed), at);
    }

    /// <summary>Whether the attribute is the JSON value <c>true</c>.</summary>
    public bool IsTrue(string name) => TryGet(name, out var json) && json.SequenceEqual("true"u8);

    /// <summary>The value of an attribute that is text; null of any other.</summary>
    internal string? TextOf(string name)
    {
        if (!TryGet(name, out var json)) return null;
        var reader = new Utf8JsonReader(json, JsonValue.Options);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? JsonText.Unescape(reader.ValueSpan, reader.ValueIsEscaped) : null;
    }

    /// <summary>The visible attributes, by name (ordinal), each as UTF-8 JSON.</summary>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Visible()
    {
        foreach (var entry in _entries)
        {
            if (entry.Json is not null)
                yield return new(entry.Name, entry.Json);
        }
    }

    public void Write(ref StateWriter writer)
    {
        writer.UInt((ulong)_entries.Length);
        foreach (var entry in _entries)
        {
            writer.Text(entry.Name);
            writer.Moment(entry.At);
            writer.Bytes(entry.Json);
        }
    }

    public static AttributeTable Read(ref StateReader reader)
    {
        var entries = new Entry[reader.UInt()];
        for (var i = 0; i < entries.Length; i++)
        {
            var name = NamePool.Of(reader.Text());
            var at = reader.Moment();
            var json = reader.Bytes();
            // No JSON value is empty: an empty one is a removal.
            entries[i] = new Entry(name, at, json.IsEmpty ? null : json.ToArray());
        }
        return new AttributeTable { _entries = entries };
    }

    /// <summary>The union of two customers' attributes: for each name the latest setter wins.</summary>
    public void Merge(AttributeTable other)
    {
        foreach (var entry in other._entries) Put(entry.Name, entry.Json, entry.At);
    }

    internal bool TryGet(string name, out ReadOnlySpan<byte> json)
    {
        var index = IndexOf(name);
        json = index >= 0 ? _entries[index].Json : default;
        return !json.IsEmpty;
    }

    private bool Put(string name, byte[]? json, Moment at)
    {
        var index = IndexOf(name);
        if (index < 0)
        {
            index = ~index;
            var grown = new Entry[_entries.Length + 1];
            _entries.AsSpan(0, index).CopyTo(grown);
            _entries.AsSpan(index).CopyTo(grown.AsSpan(index + 1));
            grown[index] = new Entry(NamePool.Of(name), at, json);
            _entries = grown;
            return json is not null;
        }
        ref var entry = ref _entries[index];
        if (at < entry.At) return false;
        var changed = !(entry.Json is null ? json is null : json is not null && json.AsSpan().SequenceEqual(entry.Json));
        entry = new Entry(entry.Name, at, changed ? json : entry.Json);
        return changed;
    }

    /// <summary>Works on what stands; the value keeps the time of its latest setter, so that neither of two events out of order is lost.</summary>
    private bool Work(AttributeAct act, string name, ReadOnlySpan<byte> operand, Moment at)
    {
        var index = IndexOf(name);
        var standing = index < 0 ? default : _entries[index];
        return ProfileFacts.Worked(act, standing.Json, operand) is { } json && Put(name, json, at < standing.At ? standing.At : at);
    }

    private bool RemoveAll(Moment at)
    {
        var changed = false;
        foreach (var entry in _entries)
            if (!ProfileFacts.Outlives(entry.Name)) changed |= Put(entry.Name, null, at);
        return changed;
    }

    private int IndexOf(string name)
    {
        int low = 0, high = _entries.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_entries[middle].Name, name);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private readonly record struct Entry(string Name, Moment At, byte[]? Json);
}
