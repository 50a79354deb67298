using Shiyu.Engine.Arbitration.Learning;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Log;

namespace Shiyu.Runtime.Writing;

/// <summary>Messages are decided by what was learned from here on.</summary>
internal sealed class ValuesWork(ValueTable values, PlanLibrary plans) : PlanChangeWork(plans)
{
    protected override (LogKind Kind, ReadOnlyMemory<byte> Body, Func<long, long, PlanVersion> Next) Change(PlanVersion before, Instant now) =>
        (LogKind.Values, LogBody.OfValues(ValueBundle.Write(values)), (position, atMs) => before.Revalued(position, atMs, values));
}
