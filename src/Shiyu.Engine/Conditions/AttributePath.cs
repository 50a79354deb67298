using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>An attribute by name; where none has exactly this name, a dot goes one level down.</summary>
internal sealed class AttributePath
{
    private readonly (string Root, PropertyPlan Below)? _nested;

    public AttributePath(string name)
    {
        Name = name;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0 || dot == name.Length - 1) return;
        var below = new PropertyPlan();
        below.SlotOf(name[(dot + 1)..]);
        _nested = (name[..dot], below);
    }

    public string Name { get; }

    /// <summary>The attribute that a dotted name looks into; null for a plain name.</summary>
    public string? Root => _nested?.Root;

    public JsonValue In(AttributeTable attributes)
    {
        if (attributes.TryGet(Name, out var json)) return JsonValue.Parse(json);
        if (_nested is not { } nested || !attributes.TryGet(nested.Root, out json)) return default;
        Span<Place> place = stackalloc Place[1];
        nested.Below.Find(json, place);
        return place[0].In(json);
    }
}
