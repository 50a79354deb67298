using System.Globalization;
using Shiyu.Engine.Sops;
using Shiyu.Simulation.Tests.Towns;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Invariants;

/// <summary>What a publication does to runs: those that are pinned stay on their version, those that migrate leave it. Read from the content, which each version has its own of.</summary>
internal sealed class Versions
{
    private readonly Dictionary<string, List<Published>> _published = new(StringComparer.Ordinal);
    private readonly Dictionary<UInt128, (int Version, long AtMs)> _runs = [];

    public int Publications { get; private set; }

    /// <summary>A publication is in the log.</summary>
    public void Published(Edition edition, RunsChoice choice, long atMs)
    {
        Publications++;
        foreach (var (sop, version) in edition.Versions)
        {
            if (!_published.TryGetValue(sop, out var all)) _published[sop] = all = [];
            if (all.Count == 0 || all[^1].Version != version) all.Add(new Published(version, choice, atMs));
        }
    }

    /// <summary>Whether the run may have gone on in another version since then.</summary>
    public bool MayHaveMoved(string sop, long sinceMs) => Of(sop).Any(one => one.Choice == RunsChoice.Migrate && one.AtMs >= sinceMs);

    public void Decided(Delivery message)
    {
        if (message.Kind != "message") return;
        var (version, at) = (Playbook.VersionOf(message.Content), message.PlannedAtMs);
        void Must(bool holds, string what)
        {
            if (!holds) throw new InvariantBrokenException("runs go by their versions", string.Create(CultureInfo.InvariantCulture, $"{message.Sop}/{message.Step} #{message.Sequence} of version {version} {what}"));
        }
        // Of what is decided in the very millisecond of a publication it cannot be told which came first.
        Must(Of(message.Sop).Any(one => one.Version == version && one.AtMs <= at), "before it was published");
        Must(!Of(message.Sop).Any(one => one.Choice == RunsChoice.Migrate && one.AtMs < at && one.Version > version), "after all were moved to a newer one");
        if (_runs.TryGetValue(message.Run, out var before) && before.Version != version)
            Must(Of(message.Sop).Any(one => one.Choice == RunsChoice.Migrate && one.AtMs >= before.AtMs && one.AtMs <= at), $"in a run that went by version {before.Version}");
        _runs[message.Run] = (version, at);
    }

    private List<Published> Of(string sop) => _published.GetValueOrDefault(sop, []);
}

/// <summary>A version of an SOP that came into force.</summary>
/// <param name="AtMs">Its decision time.</param>
internal sealed record Published(int Version, RunsChoice Choice, long AtMs);
