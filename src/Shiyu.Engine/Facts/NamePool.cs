using System.Collections.Concurrent;

namespace Shiyu.Engine.Facts;

/// <summary>
/// One string for the same name in a million customers' states. Bounded: names come from outside and must not fill the memory.
/// </summary>
internal static class NamePool
{
    private const int NamesMax = 10_000;

    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    public static string Of(string name)
    {
        if (Names.TryGetValue(name, out var pooled)) return pooled;
        return Names.Count < NamesMax && name.Length <= 128 ? Names.GetOrAdd(name, name) : name;
    }
}
