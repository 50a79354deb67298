using System.Collections.Concurrent;
using System.IO.Hashing;
using Shiyu.Engine.Facts;

namespace Shiyu.Runtime.Log;

/// <summary>Keeps one copy of the few names (of events and sources) that stand in millions of rows.</summary>
internal static class Names
{
    // Names come from outside: past this many distinct ones a sender is making them up, and each keeps its own copy.
    private const int DistinctMax = 10_000;

    private const int Recent = 1024;

    private static readonly ConcurrentDictionary<string, string> Known = new(StringComparer.Ordinal);

    // By hash of the bytes: nearly every row's name was read a moment ago, and is found without making a string of it first. Entries are immutable,
    // so that threads that write one place at once only lose an entry.
    private static readonly Entry?[] s_recent = new Entry?[Recent];

    public static string Intern(string name) =>
        Known.TryGetValue(name, out var known) ? known : Known.Count < DistinctMax ? Known.GetOrAdd(name, name) : name;

    /// <summary>The next text of a row.</summary>
    public static string Read(ref StateReader reader)
    {
        var bytes = reader.TextBytes(out var isUtf8);
        if (!isUtf8) return Intern(StateReader.TextOf(bytes, isUtf8));
        ref var recent = ref s_recent[XxHash3.HashToUInt64(bytes) % Recent];
        if (recent is { } entry && bytes.SequenceEqual(entry.Utf8)) return entry.Name;
        var name = Intern(StateReader.TextOf(bytes, isUtf8));
        recent = new Entry(bytes.ToArray(), name);
        return name;
    }

    private sealed record Entry(byte[] Utf8, string Name);
}
