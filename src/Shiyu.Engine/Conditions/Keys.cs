using System.Collections.Immutable;

namespace Shiyu.Engine.Conditions;

/// <summary>Writings that are equal exactly when two forms ask the same thing, so that they can share what they remember.</summary>
internal static class Keys
{
    public static string Of(EventPattern pattern, bool withRelative = true) =>
        $"{pattern.Name.Length}:{pattern.Name}{{{OfFilters(pattern.Where, withRelative)}}}";

    public static string OfFilters(ImmutableArray<PropertyFilter> where, bool withRelative) =>
        string.Join(';', where
            .SelectMany(filter => filter.Comparisons, (filter, comparison) => (filter.Path, comparison))
            .Where(test => withRelative || !test.comparison.IsRelative)
            .Select(test => $"{test.Path.Length}:{test.Path} {test.comparison.Key}")
            .Order(StringComparer.Ordinal));
}
