using Shiyu.Engine.Definitions;
using Shiyu.Engine.Sops;

namespace Shiyu.Engine.Tests.Laws;

/// <summary>One publication after another, for one customer: what the shell keeps of versions, in small.</summary>
internal sealed class Published
{
    private readonly Dictionary<string, string> _files;
    private readonly Dictionary<(string Sop, int Version), SopDefinition> _versions;
    private readonly bool _requireContact;

    public Published(string[] files, bool requireContact = false)
        : this(files, World.Parse(files), null, [], requireContact)
    {
    }

    private Published(
        string[] files, DefinitionSet definitions, SopLedger? ledger, Dictionary<(string, int), SopDefinition> versions, bool requireContact)
    {
        (Definitions, _versions, _requireContact) = (definitions, versions, requireContact);
        Ledger = ledger ?? SopLedger.Empty.Publish(definitions.Sops.Select(sop => (sop.Name, false, true)), _ => default, (_, _) => true, 0);
        _files = files.Where(IsSop).ToDictionary(NameOf);
        foreach (var sop in definitions.Sops) versions[(sop.Name, Ledger.Numbers[sop.Name])] = sop;
        Plan = Compile();
    }

    public DefinitionSet Definitions { get; }
    public SopLedger Ledger { get; }
    public Plan Plan { get; }

    /// <summary>SOPs whose text is the same keep their very definition.</summary>
    public Published Next(string[] files, Func<string, RunsChoice> choose, CustomerState state, long publication)
    {
        var texts = files.Where(IsSop).ToDictionary(NameOf);
        var old = Definitions.Sops.ToDictionary(sop => sop.Name);
        var set = World.Parse(files);
        set = set with { Sops = [.. set.Sops.Select(sop => _files.GetValueOrDefault(sop.Name) == texts[sop.Name] ? old[sop.Name] : sop)] };
        var changes = _files.Keys.Union(texts.Keys).Where(name => _files.GetValueOrDefault(name) != texts.GetValueOrDefault(name))
            .Select(name => (name, _files.ContainsKey(name), texts.ContainsKey(name)));
        var runs = state.Runs(Plan).Select(run => (run.Sop, run.Version)).ToHashSet();
        var ledger = Ledger.Publish(changes, choose, (sop, version) => runs.Contains((sop, version)), publication);
        return new Published(files, set, ledger, _versions, _requireContact);
    }

    /// <summary>The same with the doors open of what has drained; null where nothing has.</summary>
    public Published? Opened(CustomerState state)
    {
        var runs = state.Runs(Plan).Select(run => (run.Sop, run.Version)).ToHashSet();
        var ledger = Ledger.Draining.Keys.Where(sop => Ledger.OlderOf(sop).All(version => !runs.Contains((sop, version)))).Aggregate(Ledger, (open, sop) => open.Open(sop));
        return ledger.Draining.Count == Ledger.Draining.Count ? null : new Published(this, ledger);
    }

    private Published(Published same, SopLedger ledger)
    {
        (Definitions, Ledger, _versions, _requireContact, _files) = (same.Definitions, ledger, same._versions, same._requireContact, same._files);
        Plan = same.Plan.With(new Dictionary<string, SopPause>(), ledger.Draining.Keys.ToHashSet());
    }

    private Plan Compile() => Plan.Compile(
        Definitions, World.Shanghai, _requireContact,
        new SopVersions(Ledger.Numbers, [.. Ledger.Older.SelectMany(sop => sop.Value, (sop, version) => new OlderSop(version, _versions[(sop.Key, version)]))]))
        .With(new Dictionary<string, SopPause>(), Ledger.Draining.Keys.ToHashSet());

    private static bool IsSop(string file) => file.StartsWith("sop:", StringComparison.Ordinal);

    private static string NameOf(string file) => file["sop: ".Length..file.IndexOf(',', StringComparison.Ordinal)];
}
