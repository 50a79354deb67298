using System.Globalization;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Paging;

/// <summary>What every list takes: <c>limit</c>, kept as text so that a wrong one can be named, and <c>cursor</c>.</summary>
internal static class PageQuery
{
    public const string Limit = "limit";
    public const int Max = 500;
    public const int Default = 50;

    /// <exception cref="FieldException">It is no number from 1 to 500.</exception>
    public static int Count(string? limit) => limit is null ? Default
        : int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Max ? count
        : throw new FieldException(Limit, limit, $"a whole number from 1 to {Max}");

    /// <summary>Asks for a page; a cursor that the runtime does not know is the caller's.</summary>
    public static async Task<T> AskAsync<T>(string? cursor, Func<Task<T>> ask)
    {
        if (cursor == "") throw new FieldException("cursor", "", "the 'next' of the page before, or no cursor at all for the first page");
        try
        {
            return await ask();
        }
        catch (FormatException) when (cursor is not null)
        {
            throw new FieldException("cursor", cursor, "the 'next' of the page before, with the same filters");
        }
    }

    /// <summary>A filter that takes one of a closed list of words.</summary>
    public static void OneOf(string field, string? given, IReadOnlyCollection<string> allowed)
    {
        if (given is not null && !allowed.Contains(given)) throw new FieldException(field, given, string.Join(", ", allowed));
    }
}
