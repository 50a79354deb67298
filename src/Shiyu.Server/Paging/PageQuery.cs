using System.Globalization;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Paging;

/// <summary>What every list takes: <c>limit</c>, kept as text so that a wrong one can be named, and <c>cursor</c>.</summary>
internal static class PageQuery
{
    public const string Limit = "limit";
    public const int Max = 500;
    public const int Default = 50;

    private const string CursorAllowed = "the 'next' of the page before, with the same filters";

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
            throw new FieldException("cursor", cursor, CursorAllowed);
        }
    }

    /// <summary>The page of a list that stands whole in memory; its cursor is the id of the last item before it.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> all, Func<T, string> id, string? cursor, string? limit)
    {
        var count = Count(limit);
        var start = 0;
        if (cursor is not null)
        {
            while (start < all.Count && id(all[start]) != cursor) start++;
            if (start++ == all.Count) throw new FieldException("cursor", cursor, CursorAllowed);
        }
        T[] items = [.. all.Skip(start).Take(count)];
        return new Page<T>(items, start + items.Length < all.Count ? id(items[^1]) : null);
    }

    /// <summary>A filter that takes one of a closed list of words.</summary>
    public static void OneOf(string field, string? given, IReadOnlyCollection<string> allowed)
    {
        if (given is not null && !allowed.Contains(given)) throw new FieldException(field, given, string.Join(", ", allowed));
    }
}
