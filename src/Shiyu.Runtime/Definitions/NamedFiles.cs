using System.Collections.Immutable;

namespace Shiyu.Runtime.Definitions;

/// <summary>
/// The files of a publication by what they define, <c>kind/name</c>, and every version that each definition has had. What a publication did not touch is
/// taken over from the one before: neither read nor held a second time.
/// </summary>
internal sealed class NamedFiles
{
    private readonly Dictionary<string, string> _keyOfPath = new(StringComparer.Ordinal);

    public static readonly NamedFiles Empty = new();

    private NamedFiles() { }

    /// <summary>Path → bytes as applied.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; private init; } = new Dictionary<string, byte[]>();

    /// <summary>Of the definitions that are there.</summary>
    public IReadOnlyDictionary<string, DefinitionVersion> Now { get; private init; } = new Dictionary<string, DefinitionVersion>();

    /// <summary>Of all that ever were, oldest first.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<DefinitionVersion>> All { get; private init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<DefinitionVersion>>(StringComparer.Ordinal);

    public static string Key(string kind, string name) => $"{kind}/{name}";

    public NamedFiles Next(long position, long atMs, string by, string? note, IReadOnlyDictionary<string, byte[]> files)
    {
        var kept = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var now = new Dictionary<string, DefinitionVersion>(StringComparer.Ordinal);
        var all = All.ToBuilder();
        var next = new NamedFiles { Files = kept, Now = now };
        foreach (var (path, bytes) in files)
        {
            var same = Files.TryGetValue(path, out var before) && before.AsSpan().SequenceEqual(bytes);
            var file = kept[path] = same ? before! : bytes;
            if ((same ? _keyOfPath.GetValueOrDefault(path) : DefinitionReader.KeyOf(path, bytes)) is not { } key) continue;
            next._keyOfPath[path] = key;
            if (Now.TryGetValue(key, out var known) && known.Bytes.AsSpan().SequenceEqual(file))
            {
                now[key] = known with { Path = path };
                continue;
            }
            var versions = all.GetValueOrDefault(key, []);
            now[key] = new DefinitionVersion(versions.Length + 1, position, atMs, by, note, path, file);
            all[key] = versions.Add(now[key]);
        }
        return new NamedFiles(next, all.ToImmutable());
    }

    private NamedFiles(NamedFiles read, ImmutableSortedDictionary<string, ImmutableArray<DefinitionVersion>> all)
    {
        (Files, Now, All, _keyOfPath) = (read.Files, read.Now, all, read._keyOfPath);
    }

    /// <summary>Definitions of a kind that differ from those of <paramref name="before"/>: their names, and whether they were and are there.</summary>
    public IEnumerable<(string Name, bool Was, bool Is)> Changes(NamedFiles before, string kind)
    {
        var prefix = Key(kind, "");
        foreach (var key in before.Now.Keys.Union(Now.Keys).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var (was, isNow) = (before.Now.GetValueOrDefault(key), Now.GetValueOrDefault(key));
            if (was?.Number != isNow?.Number) yield return (key[prefix.Length..], was is not null, isNow is not null);
        }
    }
}
