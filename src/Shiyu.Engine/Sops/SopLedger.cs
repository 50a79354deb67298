using System.Collections.Immutable;

namespace Shiyu.Engine.Sops;

/// <summary>The versions of SOPs as publications left them, by SOP's name.</summary>
/// <param name="Numbers">The newest version that there ever was, also of an SOP that is gone.</param>
/// <param name="Older">Replaced versions that runs may still be on, ascending.</param>
/// <param name="Draining">Of those that nobody enters for now: which publication closed them.</param>
public sealed record SopLedger(
    ImmutableSortedDictionary<string, int> Numbers, ImmutableSortedDictionary<string, ImmutableArray<int>> Older, ImmutableSortedDictionary<string, long> Draining)
{
    public static readonly SopLedger Empty = new(
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal), ImmutableSortedDictionary.Create<string, ImmutableArray<int>>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));

    /// <summary>The older versions of an SOP that runs may still be on.</summary>
    public ImmutableArray<int> OlderOf(string sop) => Older.GetValueOrDefault(sop, []);

    /// <summary>Whether another names the same versions, whoever may enter.</summary>
    public bool HasTheVersionsOf(SopLedger other) =>
        Numbers.SequenceEqual(other.Numbers) && Older.Count == other.Older.Count && Older.All(sop => sop.Value.SequenceEqual(other.OlderOf(sop.Key)));

    /// <param name="changes">The SOPs that the publication adds, changes or takes away.</param>
    /// <param name="choose">Asked for SOPs that have a version so far.</param>
    /// <param name="mayHaveRuns">Whether runs may still go by an older version; the one that is being replaced always may.</param>
    /// <param name="publication">Tells publications apart.</param>
    public SopLedger Publish(
        IEnumerable<(string Sop, bool WasInForce, bool IsInForce)> changes, Func<string, RunsChoice> choose, Func<string, int, bool> mayHaveRuns, long publication)
    {
        var (numbers, draining) = (Numbers, Draining);
        var older = Older.Select(sop => (sop.Key, Versions: sop.Value.Where(version => mayHaveRuns(sop.Key, version)).ToImmutableArray()))
            .Where(sop => !sop.Versions.IsEmpty).ToImmutableSortedDictionary(sop => sop.Key, sop => sop.Versions, StringComparer.Ordinal);
        foreach (var (sop, was, isNow) in changes)
        {
            var before = numbers.GetValueOrDefault(sop);
            if (isNow) numbers = numbers.SetItem(sop, before + 1);
            var choice = before == 0 ? RunsChoice.Pin : choose(sop);
            var kept = choice == RunsChoice.Migrate ? [] : older.GetValueOrDefault(sop, []);
            if (was && choice != RunsChoice.Migrate) kept = kept.Add(before);
            older = kept.IsEmpty ? older.Remove(sop) : older.SetItem(sop, kept);
            draining = choice == RunsChoice.Drain && isNow ? draining.SetItem(sop, publication) : draining.Remove(sop);
        }
        return new SopLedger(numbers, older, draining.RemoveRange(draining.Keys.Where(sop => !older.ContainsKey(sop))));
    }

    /// <summary>The last run of its older versions has ended: the SOP is entered again.</summary>
    public SopLedger Open(string sop) => this with { Draining = Draining.Remove(sop) };
}
