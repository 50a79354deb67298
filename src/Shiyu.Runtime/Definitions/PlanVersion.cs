using System.Collections.Immutable;
using Shiyu.Engine;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Store;

namespace Shiyu.Runtime.Definitions;

/// <summary>One state of the definitions, and of the pauses, learned values and stops beside them, in force from its log position on; compiled when first needed.</summary>
internal sealed class PlanVersion
{
    private readonly Lazy<Plan> _plan;
    private readonly Standing _standing;

    private PlanVersion(long position, long atMs, IReadOnlyDictionary<string, byte[]> files, Standing standing, Func<Plan> plan)
    {
        (Position, AtMs, Files, _standing) = (position, atMs, files, standing);
        _plan = new Lazy<Plan>(plan);
    }

    /// <summary>What every workspace starts with.</summary>
    public static PlanVersion Empty { get; } = Of(
        0, long.MinValue, new Dictionary<string, byte[]>(),
        new Standing(ImmutableSortedDictionary.Create<string, SopPause>(StringComparer.Ordinal), ValueTable.Empty, GuardrailStops.None));

    public long Position { get; }

    public long AtMs { get; }

    public IReadOnlyDictionary<string, byte[]> Files { get; }

    /// <summary>By SOP's name; of those that were ever paused.</summary>
    public ImmutableSortedDictionary<string, SopPause> Pauses => _standing.Pauses;

    /// <summary>What was learned of the worth of messages.</summary>
    public ValueTable Values => _standing.Values;

    /// <summary>What a guardrail has stopped.</summary>
    public GuardrailStops Stops => _standing.Stops;

    public Plan Plan => _plan.Value;

    public SopPause PauseOf(string sop) => Pauses.GetValueOrDefault(sop) ?? SopPause.None;

    /// <summary>Other definitions. What stands beside them outlives them: an SOP that is gone and comes back is as paused as it was.</summary>
    public PlanVersion Redefined(long position, long atMs, IReadOnlyDictionary<string, byte[]> files) => Of(position, atMs, files, _standing);

    /// <summary>The same definitions under other pauses.</summary>
    public PlanVersion Repaused(long position, long atMs, ImmutableSortedDictionary<string, SopPause> pauses) =>
        new(position, atMs, Files, _standing with { Pauses = pauses }, () => Plan.With(pauses));

    /// <summary>The same definitions with other values.</summary>
    public PlanVersion Revalued(long position, long atMs, ValueTable values) =>
        new(position, atMs, Files, _standing with { Values = values }, () => Plan.With(values));

    /// <summary>The same definitions with other things stopped.</summary>
    public PlanVersion Restopped(long position, long atMs, GuardrailStops stops) =>
        new(position, atMs, Files, _standing with { Stops = stops }, () => Plan.With(stops));

    /// <summary>Moves a customer's state here from the version right before.</summary>
    /// <param name="history">Every event of the customer in order of arrival; read only where the state has to be filled anew.</param>
    public void TakeOver(PlanVersion before, CustomerState state, Func<IEnumerable<EventFact>> history, Instant now, List<Effect> effects)
    {
        // Nothing but what stands beside the definitions has changed: what the state counts, it still counts.
        if (ReferenceEquals(Files, before.Files)) CustomerFold.Repause(before.Plan, Plan, state, now, effects);
        else if (!DecidesLike(before)) CustomerFold.Redefine(before.Plan, Plan, state, history(), now, effects);
    }

    /// <summary>
    /// Whether states can go on under these definitions as they are: everything that decides is the same, and only content or names of sources differ.
    /// </summary>
    private bool DecidesLike(PlanVersion other)
    {
        var (a, b) = (Plan.Definitions, other.Plan.Definitions);
        return a.Workspace with { Welcome = b.Workspace.Welcome } == b.Workspace
            && Deciding(Files).SequenceEqual(Deciding(other.Files), FileEquality.Instance);
    }

    private static PlanVersion Of(long position, long atMs, IReadOnlyDictionary<string, byte[]> files, Standing standing) => new(
        position, atMs, files, standing, () => Compile(position, files).With(standing.Pauses).With(standing.Values).With(standing.Stops));

    private static Plan Compile(long position, IReadOnlyDictionary<string, byte[]> files)
    {
        if (files.Count == 0) return Compile(DefinitionSet.Empty);
        var parsed = DefinitionReader.Parse(files);
        return parsed.Set is { } set
            ? Compile(set)
            : throw new StoreException(
                $"The definitions applied at log position {position} are refused by this program: {parsed.Refusals[0]}. They were accepted by another version of it.");
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

    private sealed record Standing(ImmutableSortedDictionary<string, SopPause> Pauses, ValueTable Values, GuardrailStops Stops);
}
