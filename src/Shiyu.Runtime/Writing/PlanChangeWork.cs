using System.Globalization;
using System.Text;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>What stands beside the definitions (pauses, learned values, stops) changes: a fact in the log, in order with all others, as applied definitions are.</summary>
internal abstract class PlanChangeWork(PlanLibrary plans) : WriterWork
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;

    /// <summary>Its log position, once durable.</summary>
    public Task<long> Done => _done.Task;

    public override void Apply(WriterCycle cycle)
    {
        var before = plans.Last;
        var (kind, body, next) = Change(before, new Instant(cycle.DecidedAtMs));
        var row = cycle.Append(0, before.Position, cycle.DecidedAtMs, body);
        _position = row.Position;
        var version = next(row.Position, row.DecidedAtMs);
        plans.Add(version);
        cycle.Facts.Add(new FoldFact(kind, row.Position, row.Previous, 0, null, 0, null, version.Plan));
        cycle.Commit.Documents.Add(new Document(
            ShiyuRuntime.Workspace, PlanLibrary.Collection, PlanLibrary.LastKey, Encoding.UTF8.GetBytes(row.Position.ToString(CultureInfo.InvariantCulture))));
    }

    public override void Committed() => _done.TrySetResult(_position);

    public override void Failed(Exception error) => _done.TrySetException(error);

    /// <param name="before">The newest version, in force or about to be.</param>
    /// <returns>The row's kind and body, and the version that it makes at its position and time.</returns>
    protected abstract (LogKind Kind, ReadOnlyMemory<byte> Body, Func<long, long, PlanVersion> Next) Change(PlanVersion before, Instant now);
}
