using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shiyu.Runtime.Intake;

namespace Shiyu.Server.Intake.Import;

/// <summary>
/// Which column of a CSV file becomes which field of an event. <c>COLUMN=FIELD</c>, where the field is <c>id</c>, <c>name</c>, <c>occurredAt</c>,
/// <c>identities.KIND</c>, <c>properties.NAME</c>, <c>attributes.NAME</c> or <c>-</c> (left out). Numbers, <c>true</c> and <c>false</c> are recognised
/// in properties and attributes unless the field ends with <c>:text</c>. Columns that are not named go by their header; what no rule knows becomes
/// a property of that name.
/// </summary>
public sealed partial class ColumnMap
{
    private const string Allowed =
        "id, name, occurredAt, identities.KIND, properties.NAME, attributes.NAME (with :text to keep numbers as text) or - to leave it out";

    private readonly (string[] Path, bool AsText)[] _columns;

    private ColumnMap((string[], bool)[] columns) => _columns = columns;

    public int Columns => _columns.Length;

    /// <exception cref="UnusableFileException">An entry cannot be read or names a column that the file does not have.</exception>
    public static ColumnMap Create(IReadOnlyList<string> header, IReadOnlyList<string> map)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map)
        {
            var equals = entry.LastIndexOf('=');
            if (equals <= 0 || equals == entry.Length - 1)
                throw new UnusableFileException($"--map {entry}: allowed is COLUMN=FIELD, the field being {Allowed}.");
            if (!header.Contains(entry[..equals]))
                throw new UnusableFileException($"--map {entry}: the file has no column '{entry[..equals]}'; it has: {string.Join(", ", header)}.");
            named[entry[..equals]] = entry[(equals + 1)..];
        }
        var columns = header.Select(column => FieldOf(column, named.GetValueOrDefault(column))).ToArray();
        RefuseCollisions(header, columns);
        return new ColumnMap(columns);
    }

    /// <summary>Two columns for one field, or one for an object and one for its member: either would silently lose the other's cells.</summary>
    private static void RefuseCollisions(IReadOnlyList<string> header, (string[] Path, bool AsText)[] columns)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (one, other) = (columns[j].Path, columns[i].Path);
                if (one.Length == 0 || other.Length == 0 || !one.Zip(other).All(step => step.First == step.Second)) continue;
                throw new UnusableFileException(
                    $"columns '{header[j]}' ({j + 1}) and '{header[i]}' ({i + 1}) both go to {string.Join('.', one.Length < other.Length ? one : other)}; "
                    + "allowed: one column a field. Send one elsewhere, or leave it out, with --map COLUMN=FIELD.");
            }
        }
    }

    /// <summary>The event of a row; empty cells are left out. Returns whether it has an id of its own.</summary>
    public bool Fill(JsonObject target, IReadOnlyList<string> cells)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            var (path, asText) = _columns[i];
            if (path.Length == 0 || cells[i].Length == 0)
                continue;
            var parent = target;
            foreach (var step in path[..^1])
            {
                if (parent[step] is not JsonObject child)
                    parent[step] = child = [];
                parent = child;
            }
            parent[path[^1]] = ValueOf(cells[i], asText);
        }
        return target.ContainsKey("id");
    }

    private static JsonNode? ValueOf(string cell, bool asText) => cell switch
    {
        _ when asText => JsonValue.Create(cell),
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ when Number().IsMatch(cell) => JsonNode.Parse(cell),
        _ => JsonValue.Create(cell),
    };

    private static (string[] Path, bool AsText) FieldOf(string column, string? field)
    {
        var asText = field?.EndsWith(":text", StringComparison.Ordinal) ?? false;
        var name = asText ? field![..^5] : field ?? ByHeader(column);
        if (name == "-")
            return ([], true);
        if (name is "id" or "name" or "occurredAt")
            return ([name], true);
        var path = name.Split('.');
        var known = path.Length >= 2 && Array.TrueForAll(path, step => step.Length > 0) && path[0] switch
        {
            "identities" => path.Length == 2 && IdentityKinds.Parse(path[1]) is not null,
            "properties" or "attributes" => true,
            _ => false,
        };
        return known
            ? (path, asText || path[0] == "identities")
            : throw new UnusableFileException($"column '{column}': given the field '{name}'; allowed: {Allowed}.");
    }

    private static string ByHeader(string column) => column switch
    {
        "id" or "name" or "occurredAt" => column,
        "event" => "name",
        "occurred_at" or "timestamp" => "occurredAt",
        _ when column.StartsWith("identities.", StringComparison.Ordinal) || column.StartsWith("properties.", StringComparison.Ordinal)
            || column.StartsWith("attributes.", StringComparison.Ordinal) => column,
        _ when IdentityKinds.Parse(column) is not null => $"identities.{column}",
        _ when column.Length == 0 => "-",
        _ => $"properties.{column}",
    };

    /// <summary>A JSON number; anything with leading zeros (a phone number, a postcode) is text.</summary>
    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Number();
}
