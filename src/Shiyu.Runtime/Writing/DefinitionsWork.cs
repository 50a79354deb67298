using System.Globalization;
using System.Text;
using Shiyu.Runtime.Backfilling;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>A publication of definitions becomes a fact in the log, in order with all others.</summary>
/// <param name="publish">What it makes of the definitions before, at a log position and a decision time.</param>
/// <param name="documents">Written with it, all or nothing.</param>
/// <param name="backfill">What was read of the history for it; null for nothing.</param>
internal sealed class DefinitionsWork(
    Func<PlanVersion, long, long, PlanVersion> publish, string by, string? note, IReadOnlyList<Document> documents, PlanLibrary plans, LogBackfill? backfill = null) : WriterWork
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;

    /// <summary>Their log position, once durable.</summary>
    public Task<long> Done => _done.Task;

    public override void Apply(WriterCycle cycle)
    {
        var before = plans.Last;
        var version = publish(before, cycle.NextPosition, cycle.DecidedAtMs);
        var row = cycle.Append(0, before.Position, cycle.DecidedAtMs, LogBody.OfPublication(version.ToPublication(by, note).Write()));
        _position = row.Position;
        plans.Add(version);
        cycle.Facts.Add(new FoldFact(LogKind.Publication, row.Position, row.Previous, 0, null, 0, null, version.Plan, Backfill: backfill));
        cycle.Commit.Documents.Add(new Document(
            ShiyuRuntime.Workspace, PlanLibrary.Collection, PlanLibrary.LastKey, Encoding.UTF8.GetBytes(row.Position.ToString(CultureInfo.InvariantCulture))));
        cycle.Commit.Documents.AddRange(documents);
    }

    public override void Committed() => _done.TrySetResult(_position);

    public override void Failed(Exception error) => _done.TrySetException(error);
}
