using System.Text.RegularExpressions;

namespace Shiyu.Engine.Definitions.Parsing;

internal static partial class Names
{
    public const string Pattern = "a name of small letters, digits and hyphens that begins with a letter or digit ([a-z0-9][a-z0-9-]*)";

    public static bool IsName(string text) => NameRegex().IsMatch(text);

    /// <summary>A name that stands in a file; refused and null when it is not one.</summary>
    public static string? Read(Place? place)
    {
        if (place is not { } at) return null;
        if (at.Node is TreeNode.Text text)
        {
            if (IsName(text.Value)) return text.Value;
            at.Refuse(RefusalCodes.InvalidName, Place.Describe(at.Node), Pattern);
            return null;
        }
        at.RefuseType(at.Node is TreeNode.Null or TreeNode.Mapping or TreeNode.Sequence ? Pattern : $"{Pattern}; put it in quotes to make it text");
        return null;
    }

    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    /// <summary><c>; did you mean 'x'?</c> when something known is close enough, otherwise nothing.</summary>
    public static string Nearest(string given, IEnumerable<string> known)
    {
        string? nearest = null;
        // A third of the letters may be wrong; more is another word.
        var best = Math.Max(1, given.Length / 3) + 1;
        foreach (var candidate in known)
        {
            if (Math.Abs(candidate.Length - given.Length) >= best) continue;
            var distance = Distance(given, candidate);
            if (distance < best) (nearest, best) = (candidate, distance);
        }
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    private static int Distance(string a, string b)
    {
        var above = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) above[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var change = char.ToLowerInvariant(a[i - 1]) == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
            }
            (above, row) = (row, above);
        }
        return above[b.Length];
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameRegex();
}
