using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tagging;

/// <summary>Tags without a rule: set and unset by hand, by sync or by a step.</summary>
internal static class HandSetting
{
    /// <summary>Notes that a tag was set or unset. An earlier time than one already noted changes nothing.</summary>
    public static void Note(CustomerState state, int tag, bool set, HandTime time)
    {
        var entries = state.ByHand;
        var index = Array.FindIndex(entries, entry => entry.Tag == tag);
        var entry = index >= 0 ? entries[index] : new HandEntry(tag, null, null);
        entry = set
            ? entry with { Set = Later(entry.Set, time) }
            : entry with { Unset = Later(entry.Unset, time) };
        state.ByHand = index >= 0 ? [.. entries[..index], entry, .. entries[(index + 1)..]] : [.. entries, entry];
    }

    /// <summary>Whether the tag stands set. In an exclusive group the last setting of any tag unset the others.</summary>
    public static bool IsSet(CustomerState state, GroupPlan group, int tag)
    {
        HandTime? set = null, unset = null, lastOfGroup = null;
        foreach (var entry in state.ByHand)
        {
            if (entry.Tag == tag) (set, unset) = (entry.Set, entry.Unset);
            if (entry.Tag >= group.First && entry.Tag < group.First + group.Count && entry.Set is { } other)
                lastOfGroup = Later(lastOfGroup, other);
        }
        if (set is not { } time || (unset is { } gone && gone.CompareTo(time) >= 0)) return false;
        return !group.Exclusive || lastOfGroup == set;
    }

    public static HandEntry Merge(HandEntry a, HandEntry b) =>
        new(a.Tag, b.Set is { } set ? Later(a.Set, set) : a.Set, b.Unset is { } unset ? Later(a.Unset, unset) : a.Unset);

    private static HandTime Later(HandTime? known, HandTime time) =>
        known is { } before && before.CompareTo(time) > 0 ? before : time;
}
