using System.Collections.Concurrent;

namespace Shiyu.Runtime.Log;

/// <summary>Keeps one copy of the few names (of events and sources) that stand in millions of rows.</summary>
internal static class Names
{
    // Names come from outside: past this many distinct ones a sender is making them up, and each keeps its own copy.
    private const int DistinctMax = 10_000;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    public static string Intern(string name) =>
        Known.TryGetValue(name, out var known) ? known : Known.Count < DistinctMax ? Known.GetOrAdd(name, name) : name;
}
