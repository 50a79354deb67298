using System.Collections.Immutable;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads a mapping key by key. Unknown keys are refused at once, with the nearest known one.</summary>
internal sealed class MappingReader
{
    private readonly ImmutableArray<KeyValuePair<string, TreeNode>> _entries;

    private MappingReader(Place place, ImmutableArray<KeyValuePair<string, TreeNode>> entries)
    {
        Place = place;
        _entries = entries;
    }

    public Place Place { get; }

    public IEnumerable<string> Keys => _entries.Select(entry => entry.Key);

    /// <param name="notYet">Keys of the language that this version cannot carry out.</param>
    public static MappingReader? Open(Place place, string what, ImmutableArray<string> known, ImmutableArray<string> notYet = default)
    {
        if (place.Node is not TreeNode.Mapping mapping)
        {
            place.RefuseType($"{what}: a mapping with the keys {Names.List(known)}");
            return null;
        }
        foreach (var (key, node) in mapping.Entries)
        {
            if (known.Contains(key)) continue;
            if (!notYet.IsDefault && notYet.Contains(key))
            {
                NotYet(place.At(key, node), $"'{key}'");
                continue;
            }
            place.At(key, node).Refuse(
                RefusalCodes.UnknownKey, $"the key '{Place.Short(key)}'", $"{what} has the keys {Names.List(known)}{Names.Nearest(key, known)}");
        }
        return new MappingReader(place, mapping.Entries);
    }

    public static void NotYet(Place place, string what) =>
        place.Refuse(RefusalCodes.NotSupportedYet, what, $"{what} is part of the definition language but not supported yet; leave it out");

    public bool Has(string key) => Node(key) is not null;

    public Place? Get(string key) => Node(key) is { } node ? Place.At(key, node) : null;

    public Place? Require(string key, string allowed)
    {
        if (Get(key) is { } found) return found;
        Place.File.Refuse(RefusalCodes.MissingKey, Place.Node.Line, Place.Path.Length == 0 ? key : $"{Place.Path}.{key}", "nothing", allowed);
        return null;
    }

    /// <summary>The title, which may stand anywhere and is never required.</summary>
    public string? Title() => Get("title") is { } place ? Values.Text(place, "a title (text)") : null;

    private TreeNode? Node(string key)
    {
        foreach (var entry in _entries)
        {
            if (entry.Key == key) return entry.Value;
        }
        return null;
    }
}
