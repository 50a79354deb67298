using Shiyu.Runtime.Definitions;
using Shiyu.Simulation.Tests.Invariants;
using Shiyu.Store;

namespace Shiyu.Simulation.Tests.Stores;

/// <summary>
/// Law 8, as far as one process goes: what another workspace keeps lies on the same disk, under the same names, and makes no sense to whoever reads it. The log
/// itself belongs to one workspace.
/// </summary>
internal static class Neighbour
{
    private const int Workspace = 2;
    private static readonly byte[] s_private = "none of your business"u8.ToArray();
    private static readonly string[] s_collections =
        ["wecom.task", "wecom.task.done", "wecom.task.recipients", "wecom.callback", "wecom.outcome", "existing", "guardrail", PlanLibrary.Collection];

    public static void MoveIn(MemoryDisk disk)
    {
        foreach (var collection in s_collections) disk.Documents[(Workspace, collection)] = new(StringComparer.Ordinal) { ["0"] = s_private };
        for (var person = 1; person <= 20; person++) disk.Identities[(Workspace, 2, $"wm{person}")] = new StoredIdentity(Workspace, 2, $"wm{person}", 900 + person);
        disk.States[(Workspace, 1, 1)] = new StoredState(1, Workspace, 1, 9_999, s_private);
        disk.Counters[(Workspace, "intake/folded")] = 9_999;
        disk.Cursors[Workspace] = new FoldCursor(Workspace, 9_999, long.MaxValue, 9_999);
        disk.Deliveries.Add(new Delivery
        {
            Sequence = 1, Id = 1, Shard = 1, Workspace = Workspace, Customer = 1, Sop = "s1", Run = 1, Step = "m1", Kind = "message", Touchpoint = "direct",
            Content = "welcome", State = DeliveryState.Planned, PlannedAtMs = 0, DueAtMs = 0, ExpiresAtMs = long.MaxValue, UpdatedAtMs = 0, PlannedPosition = 0,
        });
    }

    /// <summary>Nothing is written in its name.</summary>
    public static void Judge(Commit commit)
    {
        var foreign = commit.Rows.Select(row => row.Workspace).Concat(commit.Identities.Select(identity => identity.Workspace))
            .Concat(commit.NewDeliveries.Select(delivery => delivery.Workspace)).Concat(commit.ChangedDeliveries.Select(delivery => delivery.Workspace))
            .Concat(commit.Counters.Select(counter => counter.Workspace)).Concat(commit.States.Select(state => state.Workspace))
            .Concat(commit.Documents.Select(document => document.Workspace)).Any(workspace => workspace == Workspace);
        if (foreign || commit.Cursor?.Workspace == Workspace) throw new InvariantBrokenException("no tenant sees another", "something was written in the neighbour's name");
    }
}
