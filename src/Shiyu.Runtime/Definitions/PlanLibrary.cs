using System.Globalization;
using System.Text;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Definitions;

/// <summary>Every state of the definitions that the log knows, by position.</summary>
internal sealed class PlanLibrary
{
    /// <summary>The document that names the newest row that changed the plan; each names the one before it.</summary>
    public const string Collection = "definitions";
    public const string LastKey = "last";

    private readonly Lock _lock = new();
    private readonly List<PlanVersion> _versions;
    private PlanVersion _newest;

    public PlanLibrary(IStoreReader reader)
    {
        _versions = [PlanVersion.Empty];
        var last = reader.Document(ShiyuRuntime.Workspace, Collection, LastKey);
        var older = new Stack<LogRow>();
        for (var position = last is null ? 0 : long.Parse(Encoding.UTF8.GetString(last), CultureInfo.InvariantCulture); position != 0;)
        {
            var row = reader.Row(position) ?? throw new StoreException($"The log has no row {position}, which should hold definitions.");
            older.Push(row);
            position = row.Previous;
        }
        foreach (var row in older) _versions.Add(Read(row, _versions[^1]));
        _newest = _versions[^1];
    }

    private PlanLibrary(List<PlanVersion> versions) => (_versions, _newest) = (versions, versions[^1]);

    /// <summary>Other definitions from the first fact on, beside the learned values and the stops of this log: what is rehearsed instead of what was live.</summary>
    public PlanLibrary With(IReadOnlyDictionary<string, byte[]> files)
    {
        List<PlanVersion> versions = [PlanVersion.Empty.Published(0, long.MinValue, Publication.Alone(files, "rehearsal"))];
        foreach (var live in All)
        {
            var before = versions[^1];
            if (live.Values != before.Values) versions.Add(before.Revalued(live.Position, live.AtMs, live.Values));
            else if (live.Stops != before.Stops) versions.Add(before.Restopped(live.Position, live.AtMs, live.Stops));
        }
        return new PlanLibrary(versions);
    }

    /// <summary>What holds before the first change.</summary>
    public PlanVersion First
    {
        get { lock (_lock) return _versions[0]; }
    }

    /// <summary>The definitions in force now.</summary>
    public PlanVersion Newest
    {
        get { lock (_lock) return _newest; }
        set { lock (_lock) _newest = value; }
    }

    public IReadOnlyList<PlanVersion> All
    {
        get { lock (_lock) return [.. _versions]; }
    }

    /// <summary>The newest version, in force or about to be.</summary>
    public PlanVersion Last
    {
        get { lock (_lock) return _versions[^1]; }
    }

    public void Add(PlanVersion version)
    {
        lock (_lock) _versions.Add(version);
    }

    /// <summary>The version whose row stands at exactly this position.</summary>
    public PlanVersion At(long position) => Find(position) ?? throw new StoreException($"No definitions stand at log position {position}.");

    /// <summary>The version that begins at exactly this position; null where none does.</summary>
    public PlanVersion? Find(long position) => AtOrBefore(position) is var version && version.Position == position ? version : null;

    /// <summary>The version in force for a fact at this position.</summary>
    public PlanVersion AtOrBefore(long position)
    {
        lock (_lock)
        {
            for (var i = _versions.Count - 1; i > 0; i--)
                if (_versions[i].Position <= position) return _versions[i];
            return _versions[0];
        }
    }

    /// <summary>The version in force at the end of an instant.</summary>
    public PlanVersion AsOf(long atMs)
    {
        lock (_lock) return _versions.FindLast(version => version.AtMs <= atMs)!;
    }

    private static PlanVersion Read(LogRow row, PlanVersion before)
    {
        var body = LogBody.ReadBundle(row).Span;
        return LogBody.KindOf(row) switch
        {
            LogKind.Pauses => before.Repaused(row.Position, row.DecidedAtMs, PauseBundle.Read(body)),
            LogKind.Values => before.Revalued(row.Position, row.DecidedAtMs, ValueBundle.Read(body)),
            LogKind.Stops => before.Restopped(row.Position, row.DecidedAtMs, StopBundle.Read(body)),
            LogKind.Opening => before.Opened(row.Position, row.DecidedAtMs, Publication.ReadDraining(body)),
            LogKind.Publication => before.Published(row.Position, row.DecidedAtMs, Publication.Read(body)),
            // Written before runs could stay on a version: all of them went on in the new one.
            _ => before.Published(
                row.Position, row.DecidedAtMs, Publication.Alone(DefinitionBundle.Read(body), "apply")),
        };
    }
}
