using System.Globalization;
using System.Text;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Log;
using Shiyu.Store;

namespace Shiyu.Runtime.Writing;

/// <summary>Definitions become a fact in the log, in order with all others.</summary>
internal sealed class DefinitionsWork(IReadOnlyDictionary<string, byte[]> files, PlanLibrary plans) : WriterWork
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;

    /// <summary>Their log position, once durable.</summary>
    public Task<long> Done => _done.Task;

    public override void Apply(WriterCycle cycle)
    {
        var before = plans.Last;
        var row = cycle.Append(0, before.Position, cycle.DecidedAtMs, LogBody.OfDefinitions(DefinitionBundle.Write(files)));
        _position = row.Position;
        var version = before.Redefined(row.Position, row.DecidedAtMs, files);
        plans.Add(version);
        cycle.Facts.Add(new FoldFact(LogKind.Definitions, row.Position, row.Previous, 0, null, 0, null, version.Plan));
        cycle.Commit.Documents.Add(new Document(
            ShiyuRuntime.Workspace, PlanLibrary.Collection, PlanLibrary.LastKey, Encoding.UTF8.GetBytes(row.Position.ToString(CultureInfo.InvariantCulture))));
    }

    public override void Committed() => _done.TrySetResult(_position);

    public override void Failed(Exception error) => _done.TrySetException(error);
}
