using System.Text;

namespace Shiyu.Store.Sqlite;

/// <summary>The SQL files in this assembly: named statements, and migrations in order.</summary>
internal static class Statements
{
    private const string NameMark = "-- name: ";
    private static readonly Dictionary<string, string> ByName = Parse(Read("statements.sql"));

    /// <summary>The migrations, oldest first; the first is version 1.</summary>
    public static IReadOnlyList<(string Name, string Sql)> Migrations { get; } =
        [.. typeof(Statements).Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Migrations.", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name.Split(".Migrations.")[1], ReadResource(name)))];

    public static string Named(string name) => ByName[name];

    private static Dictionary<string, string> Parse(string text)
    {
        var result = new Dictionary<string, string>();
        var name = "";
        var sql = new StringBuilder();
        foreach (var line in text.Split('\n').Append(NameMark))
        {
            if (!line.StartsWith(NameMark, StringComparison.Ordinal))
            {
                sql.Append(line).Append('\n');
                continue;
            }

            if (name.Length > 0)
                result.Add(name, sql.ToString().Trim());
            name = line[NameMark.Length..].Trim();
            sql.Clear();
        }

        return result;
    }

    private static string Read(string file) =>
        ReadResource(typeof(Statements).Assembly.GetManifestResourceNames().Single(name => name.EndsWith(".Sql." + file, StringComparison.Ordinal)));

    private static string ReadResource(string name)
    {
        using var reader = new StreamReader(typeof(Statements).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
