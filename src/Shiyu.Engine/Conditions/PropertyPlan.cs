using System.Text;
using System.Text.Json;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>
/// Which properties of an event anyone asks for. The event's JSON is read once, and only these places are noted; a dot in a path goes one
/// level down.
/// </summary>
internal sealed class PropertyPlan
{
    private readonly Level _root = new("");
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);

    public int Count => _slots.Count;

    public int SlotOf(string path)
    {
        if (_slots.TryGetValue(path, out var slot)) return slot;
        slot = _slots.Count;
        _slots.Add(path, slot);
        var level = _root;
        foreach (var name in path.Split('.')) level = level.Below(name);
        level.Slot = slot;
        return slot;
    }

    /// <param name="places">Cleared and filled; at least <see cref="Count"/> long.</param>
    public void Find(ReadOnlySpan<byte> json, Span<Place> places)
    {
        places.Clear();
        if (json.IsEmpty || Count == 0) return;
        try
        {
            var reader = new Utf8JsonReader(json, JsonValue.Options);
            if (reader.Read() && reader.TokenType == JsonTokenType.StartObject) FindIn(_root, ref reader, json, places);
        }
        catch (JsonException)
        {
            // Intake takes no malformed JSON; to a condition such properties are missing.
            places.Clear();
        }
    }

    private static void FindIn(Level level, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Span<Place> places)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = level.Find(reader.ValueSpan, reader.ValueIsEscaped);
            reader.Read();
            if (child is null)
            {
                reader.Skip();
                continue;
            }
            // Of a repeated key the last one counts, with all that is below it.
            child.Clear(places);
            if (reader.TokenType == JsonTokenType.StartObject && child.HasBelow)
            {
                var start = (int)reader.TokenStartIndex;
                FindIn(child, ref reader, json, places);
                if (child.Slot >= 0) places[child.Slot] = new Place(JsonKind.Mapping, start, (int)reader.BytesConsumed - start, false);
                continue;
            }
            if (child.Slot < 0)
            {
                reader.Skip();
                continue;
            }
            var isText = reader.TokenType == JsonTokenType.String;
            var from = (int)reader.TokenStartIndex + (isText ? 1 : 0);
            var value = JsonValue.Read(ref reader, json);
            places[child.Slot] = new Place(value.Kind, from, value.Raw.Length, value.Escaped);
        }
    }

    private sealed class Level(string name)
    {
        private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);
        private readonly List<Level> _below = [];

        public int Slot { get; set; } = -1;

        public bool HasBelow => _below.Count > 0;

        public Level Below(string child)
        {
            foreach (var level in _below)
            {
                if (level.Is(child)) return level;
            }
            var added = new Level(child);
            _below.Add(added);
            return added;
        }

        public Level? Find(ReadOnlySpan<byte> raw, bool escaped)
        {
            var text = escaped ? JsonText.Unescape(raw, true) : null;
            foreach (var level in _below)
            {
                if (text is null ? raw.SequenceEqual(level._utf8) : level.Is(text)) return level;
            }
            return null;
        }

        public void Clear(Span<Place> places)
        {
            if (Slot >= 0) places[Slot] = default;
            foreach (var level in _below) level.Clear(places);
        }

        private bool Is(string other) => name == other;
    }
}

/// <summary>Where a value stands in an event's properties.</summary>
internal readonly record struct Place(JsonKind Kind, int Start, int Length, bool Escaped)
{
    public JsonValue In(ReadOnlySpan<byte> json) => Kind == JsonKind.Missing ? default : new(Kind, json.Slice(Start, Length), Escaped);
}
