using System.Collections.Immutable;
using Shiyu.Engine.Conditions;

namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>Reads comparisons out of a mapping that may hold other keys too.</summary>
internal static class ComparisonParser
{
    /// <summary>All comparisons of the mapping, in file order; refused and null when one is wrong or there is none.</summary>
    public static ImmutableArray<Comparison>? Read(MappingReader mapping)
    {
        var found = ImmutableArray.CreateBuilder<Comparison>();
        var ok = true;
        var yearly = mapping.Get("yearly") is { } flag && ReadYearly(mapping, flag, ref ok);
        foreach (var key in mapping.Keys)
        {
            if (!DefinitionKeys.Comparisons.Contains(key) || key == "yearly") continue;
            if (One(key, mapping.Get(key)!.Value, yearly) is { } comparison) found.Add(comparison);
            else ok = false;
        }
        return Ended(mapping, found, ok, DefinitionKeys.Comparisons);
    }

    /// <summary>A measure's comparisons: of numbers, or for ages of durations (then in milliseconds).</summary>
    public static ImmutableArray<Comparison>? ReadNumbers(MappingReader mapping, bool areAges)
    {
        var found = ImmutableArray.CreateBuilder<Comparison>();
        var ok = true;
        foreach (var key in mapping.Keys)
        {
            if (!DefinitionKeys.NumberComparisons.Contains(key)) continue;
            var place = mapping.Get(key)!.Value;
            if (key is "in" or "not_in")
            {
                if (place.Node is not TreeNode.Sequence { Items.Length: > 0 } list)
                {
                    place.RefuseType($"a list of {(areAges ? "durations" : "numbers")}, not empty");
                    ok = false;
                    continue;
                }
                var values = list.Items.Select((item, i) => Bound(place.At(i, item))).ToList();
                ok &= values.TrueForAll(value => value is not null);
                ImmutableArray<Scalar> scalars = [.. values.OfType<decimal>().Select(value => new Scalar.Number(value))];
                found.Add(key == "in" ? new Comparison.In(scalars) : new Comparison.NotIn(scalars));
                continue;
            }
            if (Bound(place) is not { } bound)
            {
                ok = false;
                continue;
            }
            found.Add(key switch
            {
                "is" => new Comparison.Is(new Scalar.Number(bound)),
                "is_not" => new Comparison.IsNot(new Scalar.Number(bound)),
                "at_least" => new Comparison.AtLeast(bound),
                "more_than" => new Comparison.MoreThan(bound),
                "at_most" => new Comparison.AtMost(bound),
                _ => new Comparison.LessThan(bound),
            });
        }
        return Ended(mapping, found, ok, DefinitionKeys.NumberComparisons);

        decimal? Bound(Place place) => areAges ? Values.Duration(place)?.Ms : Values.Number(place);
    }

    private static ImmutableArray<Comparison>? Ended(
        MappingReader mapping, ImmutableArray<Comparison>.Builder found, bool ok, ImmutableArray<string> known)
    {
        if (found.Count > 0 || !ok) return ok ? found.ToImmutable() : null;
        // A mistyped comparison has been refused by its own name already.
        if (mapping.Place.File.Refusals.Exists(refusal => refusal.Path.StartsWith(mapping.Place.Path + ".", StringComparison.Ordinal)))
            return null;
        mapping.Place.Refuse(RefusalCodes.MissingKey, "no comparison", $"at least one of {Names.List(known)}");
        return null;
    }

    private static bool ReadYearly(MappingReader mapping, Place place, ref bool ok)
    {
        if (Values.Flag(place) is not { } yearly)
        {
            ok = false;
            return false;
        }
        if (mapping.Has("in_next") || mapping.Has("in_last")) return yearly;
        place.Refuse(RefusalCodes.Contradiction, "'yearly' alone", "'yearly' stands beside 'in_next' or 'in_last'");
        ok = false;
        return false;
    }

    private static Comparison? One(string key, Place place, bool yearly)
    {
        const string plain = "a number, a text, true or false";
        switch (key)
        {
            case "is": return Values.Plain(place, plain) is { } a ? new Comparison.Is(a) : null;
            case "is_not": return Values.Plain(place, plain) is { } b ? new Comparison.IsNot(b) : null;
            case "contains": return Values.Plain(place, plain) is { } c ? new Comparison.Contains(c) : null;
            case "in": return List(place) is { } d ? new Comparison.In(d) : null;
            case "not_in": return List(place) is { } e ? new Comparison.NotIn(e) : null;
            case "at_least": return Values.Number(place) is { } f ? new Comparison.AtLeast(f) : null;
            case "more_than": return Values.Number(place) is { } g ? new Comparison.MoreThan(g) : null;
            case "at_most": return Values.Number(place) is { } h ? new Comparison.AtMost(h) : null;
            case "less_than": return Values.Number(place) is { } i ? new Comparison.LessThan(i) : null;
            case "starts_with": return Values.Text(place, "a text") is { } j ? new Comparison.StartsWith(j) : null;
            case "exists": return Values.Flag(place) is { } k ? new Comparison.Exists(k) : null;
            case "before": return Values.Date(place) is { } l ? new Comparison.Before(l) : null;
            case "after": return Values.Date(place) is { } m ? new Comparison.After(m) : null;
            case "in_next": return Values.Duration(place) is { } n ? new Comparison.InNext(n, yearly) : null;
            default: return Values.Duration(place) is { } o ? new Comparison.InLast(o, yearly) : null;
        }
    }

    private static ImmutableArray<Scalar>? List(Place place)
    {
        const string allowed = "a list of numbers, of texts or of flags (one type), not empty";
        if (place.Node is not TreeNode.Sequence { Items.Length: > 0 } list)
        {
            place.RefuseType(allowed);
            return null;
        }
        var values = ImmutableArray.CreateBuilder<Scalar>();
        for (var i = 0; i < list.Items.Length; i++)
        {
            var item = place.At(i, list.Items[i]);
            if (Values.Plain(item, allowed) is not { } value) return null;
            if (i > 0 && value.GetType() != values[0].GetType())
            {
                item.Refuse(RefusalCodes.WrongType, Place.Describe(item.Node), $"{allowed}; the first is {Place.Describe(list.Items[0])}");
                return null;
            }
            values.Add(value);
        }
        return values.ToImmutable();
    }
}
