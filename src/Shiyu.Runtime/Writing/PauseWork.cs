using System.Globalization;
using System.Text;
using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>An SOP that is paused or resumed is a fact in the log, in order with all others, as applied definitions are.</summary>
/// <param name="next">The pause that follows from the present one, at the decision time.</param>
internal sealed class PauseWork(string sop, Func<SopPause, Instant, SopPause> next, PlanLibrary plans) : WriterWork
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;

    /// <summary>Its log position, once durable.</summary>
    public Task<long> Done => _done.Task;

    public override void Apply(WriterCycle cycle)
    {
        var before = plans.Last;
        var pauses = before.Pauses.SetItem(sop, next(before.PauseOf(sop), new Instant(cycle.DecidedAtMs)));
        var row = cycle.Append(0, before.Position, cycle.DecidedAtMs, LogBody.OfPauses(PauseBundle.Write(pauses)));
        _position = row.Position;
        var version = before.Repaused(row.Position, row.DecidedAtMs, pauses);
        plans.Add(version);
        cycle.Facts.Add(new FoldFact(LogKind.Pauses, row.Position, row.Previous, 0, null, 0, null, version.Plan));
        cycle.Commit.Documents.Add(new Document(
            ShiyuRuntime.Workspace, PlanLibrary.Collection, PlanLibrary.LastKey, Encoding.UTF8.GetBytes(row.Position.ToString(CultureInfo.InvariantCulture))));
    }

    public override void Committed() => _done.TrySetResult(_position);

    public override void Failed(Exception error) => _done.TrySetException(error);
}
