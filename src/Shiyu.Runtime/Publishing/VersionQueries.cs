using System.Text;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Queries;

namespace Shiyu.Runtime.Publishing;

/// <summary>The versions of an SOP, newest first, and the file of each.</summary>
internal sealed class VersionQueries(FoldLoop fold, PlanLibrary plans)
{
    /// <returns>Null when there never was an SOP of this name.</returns>
    public Task<IReadOnlyList<SopVersionView>?> ListAsync(string sop) => fold.AskAsync<IReadOnlyList<SopVersionView>?>(() =>
    {
        var newest = plans.Newest;
        return newest.Named.All.TryGetValue(NamedFiles.Key("sop", sop), out var versions) ? [.. versions.Reverse().Select(version => View(newest, sop, version))] : null;
    });

    /// <returns>Null when there never was one of this number.</returns>
    public Task<SopVersionFile?> FileAsync(string sop, int number) => fold.AskAsync(() =>
    {
        var newest = plans.Newest;
        return newest.SopVersion(sop, number) is { } version ? new SopVersionFile(View(newest, sop, version), version.Path, Encoding.UTF8.GetString(version.Bytes)) : null;
    });

    private SopVersionView View(PlanVersion newest, string sop, DefinitionVersion version)
    {
        var live = newest.Named.Now.GetValueOrDefault(NamedFiles.Key("sop", sop))?.Number == version.Number;
        return new SopVersionView(
            version.Number, ViewText.Time(newest.Plan.Zone, version.AtMs), version.By, version.Note, live ? "live" : fold.Runs[sop, version.Number] > 0 ? "finishing" : "past",
            fold.Runs[sop, version.Number], live && newest.Ledger.Draining.ContainsKey(sop));
    }
}

/// <param name="By">What published it: <c>console</c> or <c>apply</c>.</param>
/// <param name="State"><c>live</c>: entered by whoever enters now; <c>finishing</c>: runs still go by it; or <c>past</c>.</param>
/// <param name="Runs">Runs that go by it now.</param>
/// <param name="Closed">Nobody enters before the runs of older versions have ended.</param>
public sealed record SopVersionView(int Number, string PublishedAt, string By, string? Note, string State, long Runs, bool Closed);

/// <param name="Path">The file's path as it was published.</param>
public sealed record SopVersionFile(SopVersionView Version, string Path, string Text);
