using System.Collections.Immutable;

namespace Shiyu.WeCom.Channels;

/// <summary>Adds through one code, as the decision who stands on it needs them. A value: adding gives a new one.</summary>
/// <param name="Day">The calendar day that <paramref name="Today"/> counts.</param>
/// <param name="Today">By member.</param>
/// <param name="Total">By member, ever.</param>
/// <param name="RoundOf">Among whom <paramref name="Round"/> was counted.</param>
/// <param name="Round">By member, since these are the ones who can stand.</param>
public sealed record ChannelCounts(
    long Day, ImmutableSortedDictionary<string, int> Today, ImmutableSortedDictionary<string, int> Total, string RoundOf, ImmutableSortedDictionary<string, int> Round)
{
    private static readonly ImmutableSortedDictionary<string, int> Nobody = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal);

    public static readonly ChannelCounts None = new(long.MinValue, Nobody, Nobody, "", Nobody);

    /// <summary>Adds in a calendar day; 0 for days other than the newest counted.</summary>
    public int On(long day, string member) => day == Day ? Today.GetValueOrDefault(member) : 0;

    /// <summary>Adds in the rounds of those who can stand.</summary>
    public int InRounds(string among, string member) => among == RoundOf ? Round.GetValueOrDefault(member) : 0;

    /// <summary>One more add.</summary>
    /// <param name="day">When it occurred. One of an earlier day than the newest counted is in the total alone.</param>
    /// <param name="among">Who could stand when it came.</param>
    public ChannelCounts Add(string member, long day, string among)
    {
        var today = day > Day ? Nobody : Today;
        var round = among == RoundOf ? Round : Nobody;
        return new ChannelCounts(Math.Max(day, Day), day >= Day ? Plus(today) : today, Plus(Total), among, Plus(round));

        ImmutableSortedDictionary<string, int> Plus(ImmutableSortedDictionary<string, int> counts) => counts.SetItem(member, counts.GetValueOrDefault(member) + 1);
    }

    /// <summary>Comparers do not survive the store.</summary>
    internal ChannelCounts Restored() => this with
    {
        Today = Today.WithComparers(StringComparer.Ordinal), Total = Total.WithComparers(StringComparer.Ordinal), Round = Round.WithComparers(StringComparer.Ordinal),
    };
}
