using System.Collections.Immutable;
using Shiyu.Engine;
using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Backfilling;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;
using Shiyu.Engine.Sops;
using Shiyu.Store;

namespace Shiyu.Runtime.Definitions;

/// <summary>
/// One state of the definitions, of the versions that runs are on, and of the pauses, learned values and stops beside them, in force from its log position on;
/// compiled when first needed.
/// </summary>
internal sealed class PlanVersion
{
    private readonly Lazy<Plan> _plan;
    private readonly Standing _standing;
    private (PlanVersion Before, bool Answer)? _decidesLike;

    private PlanVersion(long position, long atMs, NamedFiles named, SopLedger ledger, Standing standing, Func<PlanVersion, Plan> plan)
    {
        (Position, AtMs, Named, Ledger, _standing) = (position, atMs, named, ledger, standing);
        _plan = new Lazy<Plan>(
            () => plan(this).With(standing.Pauses, ledger.Draining.Keys.ToHashSet(StringComparer.Ordinal)).With(standing.Values).With(standing.Stops));
    }

    /// <summary>What every workspace starts with.</summary>
    public static PlanVersion Empty { get; } = new(
        0, long.MinValue, NamedFiles.Empty, SopLedger.Empty,
        new Standing(ImmutableSortedDictionary.Create<string, SopPause>(StringComparer.Ordinal), ValueTable.Empty, GuardrailStops.None), Compile);

    /// <summary>0 for the empty definitions that every workspace starts with.</summary>
    public long Position { get; }

    /// <summary>When they were applied, Unix ms.</summary>
    public long AtMs { get; }

    public NamedFiles Named { get; }

    /// <summary>Path → bytes as applied.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => Named.Files;

    public SopLedger Ledger { get; }

    /// <summary>By SOP's name; of those that were ever paused. They outlive the definitions: an SOP that is gone and comes back is as paused as it was.</summary>
    public ImmutableSortedDictionary<string, SopPause> Pauses => _standing.Pauses;

    /// <summary>What was learned of the worth of messages.</summary>
    public ValueTable Values => _standing.Values;

    /// <summary>What a guardrail has stopped.</summary>
    public GuardrailStops Stops => _standing.Stops;

    public Plan Plan => _plan.Value;

    public SopPause PauseOf(string sop) => Pauses.GetValueOrDefault(sop) ?? SopPause.None;

    /// <summary>One version of an SOP; null where there never was one of this number.</summary>
    public DefinitionVersion? SopVersion(string sop, int number) =>
        Named.All.GetValueOrDefault(NamedFiles.Key("sop", sop), []).FirstOrDefault(version => version.Number == number);

    /// <summary>What a publication makes of this.</summary>
    /// <param name="choose">What becomes of the runs of an SOP that it changes or takes away.</param>
    /// <param name="mayHaveRuns">Whether runs may still go by an older version of an SOP.</param>
    /// <param name="compiled">The same as it was made before, to see what it does; null where it was not.</param>
    public PlanVersion Published(
        long position, long atMs, IReadOnlyDictionary<string, byte[]> files, string by, string? note, Func<string, bool, RunsChoice> choose, Func<string, int, bool> mayHaveRuns,
        PlanVersion? compiled = null)
    {
        var named = Named.Next(position, atMs, by, note, files);
        var changes = named.Changes(Named, "sop").ToList();
        var kept = changes.ToDictionary(change => change.Name, change => change.Is, StringComparer.Ordinal);
        // States that go on as they are may stand on every version that they could stand on before.
        var goOn = Decides(named, Named);
        var ledger = Ledger.Publish(changes, sop => choose(sop, kept[sop]), (sop, number) => goOn || mayHaveRuns(sop, number), position);
        // What has been read for a compiled plan fits that one alone.
        return new PlanVersion(position, atMs, named, ledger, _standing, compiled?.Ledger.HasTheVersionsOf(ledger) == true ? _ => compiled.Plan : Compile);
    }

    /// <summary>The same as it was read from the log.</summary>
    public PlanVersion Published(long position, long atMs, Publication publication)
    {
        var named = Named.Next(position, atMs, publication.By, publication.Note, publication.Files);
        var numbers = Ledger.Numbers.SetItems(named.Changes(Named, "sop").Where(change => change.Is)
            .Select(change => KeyValuePair.Create(change.Name, named.Now[NamedFiles.Key("sop", change.Name)].Number)));
        var ledger = new SopLedger(
            numbers, publication.Older.ToImmutableSortedDictionary(sop => sop.Key, sop => sop.Value.ToImmutableArray(), StringComparer.Ordinal),
            publication.Draining.ToImmutableSortedDictionary(StringComparer.Ordinal));
        return new PlanVersion(position, atMs, named, ledger, _standing, Compile);
    }

    /// <summary>As a publication for the log.</summary>
    public Publication ToPublication(string by, string? note) => new(
        Files, Ledger.Older.ToDictionary(sop => sop.Key, sop => sop.Value.ToArray()), Ledger.Draining, by, note);

    /// <summary>The same definitions under other pauses.</summary>
    public PlanVersion Repaused(long position, long atMs, ImmutableSortedDictionary<string, SopPause> pauses) =>
        new(position, atMs, Named, Ledger, _standing with { Pauses = pauses }, _ => Plan);

    /// <summary>The same definitions with other values.</summary>
    public PlanVersion Revalued(long position, long atMs, ValueTable values) =>
        new(position, atMs, Named, Ledger, _standing with { Values = values }, _ => Plan);

    /// <summary>The same definitions with other things stopped.</summary>
    public PlanVersion Restopped(long position, long atMs, GuardrailStops stops) =>
        new(position, atMs, Named, Ledger, _standing with { Stops = stops }, _ => Plan);

    /// <summary>The same definitions, and other SOPs that nobody enters for now.</summary>
    public PlanVersion Opened(long position, long atMs, ImmutableSortedDictionary<string, long> draining) =>
        new(position, atMs, Named, Ledger with { Draining = draining }, _standing, _ => Plan);

    /// <summary>Moves a customer's state here from the version right before.</summary>
    /// <param name="history">Every event of the customer in order of arrival; read only where something is counted anew that was not read before.</param>
    /// <param name="filled">What was read of it before; null for nothing.</param>
    public void TakeOver(
        PlanVersion before, CustomerState state, Func<IEnumerable<EventFact>> history, Instant now, List<Effect> effects, BackfilledCustomer? filled = null)
    {
        // Nothing but what stands beside the definitions has changed: what the state counts, it still counts.
        if (ReferenceEquals(Named, before.Named)) CustomerFold.Repause(before.Plan, Plan, state, now, effects);
        else if (!DecidesLike(before)) CustomerFold.Redefine(before.Plan, Plan, state, WhenAsked(history), now, effects, filled);
    }

    /// <summary>What has to be read of the history before states can be moved here from a version before; null for nothing.</summary>
    public Backfill? BackfillFrom(PlanVersion before) =>
        ReferenceEquals(Named, before.Named) || DecidesLike(before) ? null : Backfill.Between(before.Plan, Plan);

    private static IEnumerable<EventFact> WhenAsked(Func<IEnumerable<EventFact>> history)
    {
        foreach (var fact in history()) yield return fact;
    }

    /// <summary>
    /// Whether states can go on under these definitions as they are: everything that decides is the same, and only content or names of sources differ.
    /// </summary>
    private bool DecidesLike(PlanVersion other)
    {
        if (_decidesLike is { } known && known.Before == other) return known.Answer;
        var (a, b) = (Plan.Definitions, other.Plan.Definitions);
        var answer = a.Workspace with { Welcome = b.Workspace.Welcome } == b.Workspace && Decides(Named, other.Named);
        _decidesLike = (other, answer);
        return answer;
    }

    /// <summary>Whether only customers with runs of SOPs that differ are touched.</summary>
    public bool OnlySopsDifferFrom(PlanVersion other) =>
        Plan.Definitions.Workspace with { Welcome = other.Plan.Definitions.Workspace.Welcome } == other.Plan.Definitions.Workspace
        && new[] { "group", "audience", "calendar" }.All(kind => !Named.Changes(other.Named, kind).Any());

    private static bool Decides(NamedFiles a, NamedFiles b) =>
        new[] { "group", "audience", "sop", "calendar" }.All(kind => !a.Changes(b, kind).Any());

    private static Plan Compile(PlanVersion version)
    {
        var parsed = version.Files.Count == 0 ? new ParsedDefinitions(DefinitionSet.Empty, [], []) : DefinitionReader.Parse(version.Files);
        if (parsed.Set is not { } set)
            throw new StoreException(
                $"The definitions applied at log position {version.Position} are refused by this program: {parsed.Refusals[0]}. They were accepted by another version of it.");
        var older = version.Ledger.Older.SelectMany(sop => sop.Value, (sop, number) => new OlderSop(number, Read(version, sop.Key, number)));
        // The live engine leaves the need for a contact to the hand-over, so that it decides as a rehearsal does.
        return Plan.Compile(
            set, ZoneTables.Get(set.Workspace.TimeZone) ?? throw new StoreException($"Unknown time zone {set.Workspace.TimeZone}."), requireContact: false,
            new SopVersions(version.Ledger.Numbers, [.. older]));
    }

    private static SopDefinition Read(PlanVersion version, string sop, int number)
    {
        var file = version.SopVersion(sop, number) ?? throw new StoreException($"The log knows no version {number} of the SOP {sop}.");
        return DefinitionReader.ReadSop(file.Path, file.Bytes)
            ?? throw new StoreException($"Version {number} of the SOP {sop} is refused by this program. It was accepted by another version of it.");
    }

    private sealed record Standing(ImmutableSortedDictionary<string, SopPause> Pauses, ValueTable Values, GuardrailStops Stops);
}
