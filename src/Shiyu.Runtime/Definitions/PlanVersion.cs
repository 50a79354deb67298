using Shiyu.Engine;
using Shiyu.Engine.Definitions;
using Shiyu.Store;

namespace Shiyu.Runtime.Definitions;

/// <summary>One state of the definitions, in force from its log position on, compiled when first needed.</summary>
/// <param name="position">0 for the empty definitions that every workspace starts with.</param>
/// <param name="atMs">When they were applied, Unix ms.</param>
internal sealed class PlanVersion(long position, long atMs, IReadOnlyDictionary<string, byte[]> files)
{
    private readonly Lazy<Plan> _plan = new(() =>
    {
        if (files.Count == 0) return Compile(DefinitionSet.Empty);
        var parsed = DefinitionReader.Parse(files);
        return parsed.Set is { } set
            ? Compile(set)
            : throw new StoreException(
                $"The definitions applied at log position {position} are refused by this program: {parsed.Refusals[0]}. They were accepted by another version of it.");
    });

    public long Position { get; } = position;

    public long AtMs { get; } = atMs;

    public IReadOnlyDictionary<string, byte[]> Files { get; } = files;

    public Plan Plan => _plan.Value;

    /// <summary>
    /// Whether states can go on under these definitions as they are: everything that decides is the same, and only content or names of sources differ.
    /// </summary>
    public bool DecidesLike(PlanVersion other)
    {
        var (a, b) = (Plan.Definitions, other.Plan.Definitions);
        return a.Workspace with { Welcome = b.Workspace.Welcome } == b.Workspace
            && Deciding(Files).SequenceEqual(Deciding(other.Files), FileEquality.Instance);
    }

    /// <summary>The live engine leaves the need for a contact to the hand-over, so that it decides as a rehearsal does.</summary>
    private static Plan Compile(DefinitionSet set) => Plan.Compile(
        set, ZoneTables.Get(set.Workspace.TimeZone) ?? throw new StoreException($"Unknown time zone {set.Workspace.TimeZone}."), requireContact: false);

    private static IEnumerable<KeyValuePair<string, byte[]>> Deciding(IReadOnlyDictionary<string, byte[]> files) =>
        files.Where(file => DefinitionReader.KindOf(file.Key, file.Value) is "group" or "audience" or "sop" or "calendar").OrderBy(file => file.Key, StringComparer.Ordinal);

    private sealed class FileEquality : IEqualityComparer<KeyValuePair<string, byte[]>>
    {
        public static readonly FileEquality Instance = new();

        public bool Equals(KeyValuePair<string, byte[]> x, KeyValuePair<string, byte[]> y) => x.Key == y.Key && x.Value.AsSpan().SequenceEqual(y.Value);

        public int GetHashCode(KeyValuePair<string, byte[]> file) => file.Key.GetHashCode(StringComparison.Ordinal);
    }
}
