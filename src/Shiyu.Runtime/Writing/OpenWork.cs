using System.Globalization;
using System.Text;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>The last run of an SOP's older versions has ended: that it is entered again is a fact in the log.</summary>
/// <param name="publication">The one that closed it; after another the question is another one.</param>
internal sealed class OpenWork(string sop, long publication, PlanLibrary plans) : WriterWork
{
    private readonly TaskCompletionSource<long?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _position;

    /// <summary>Its log position, once durable; null where there was nothing to open. Null, too, where it was not written: the writer has told why.</summary>
    public Task<long?> Done => _done.Task;

    public override void Apply(WriterCycle cycle)
    {
        var before = plans.Last;
        if (!before.Ledger.Draining.TryGetValue(sop, out var closedBy) || closedBy != publication) return;
        var draining = before.Ledger.Open(sop).Draining;
        var row = cycle.Append(0, before.Position, cycle.DecidedAtMs, LogBody.OfOpening(Publication.WriteDraining(draining)));
        _position = row.Position;
        var version = before.Opened(row.Position, row.DecidedAtMs, draining);
        plans.Add(version);
        cycle.Facts.Add(new FoldFact(LogKind.Opening, row.Position, row.Previous, 0, null, 0, null, version.Plan));
        cycle.Commit.Documents.Add(new Document(
            ShiyuRuntime.Workspace, PlanLibrary.Collection, PlanLibrary.LastKey, Encoding.UTF8.GetBytes(row.Position.ToString(CultureInfo.InvariantCulture))));
    }

    public override void Committed() => _done.TrySetResult(_position);

    public override void Failed(Exception error) => _done.TrySetResult(null);
}
