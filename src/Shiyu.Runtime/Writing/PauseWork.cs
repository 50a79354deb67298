using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Log;

namespace Shiyu.Runtime.Writing;

/// <summary>An SOP is paused or resumed.</summary>
/// <param name="next">The pause that follows from the present one, at the decision time.</param>
internal sealed class PauseWork(string sop, Func<SopPause, Instant, SopPause> next, PlanLibrary plans) : PlanChangeWork(plans)
{
    protected override (LogKind Kind, ReadOnlyMemory<byte> Body, Func<long, long, PlanVersion> Next) Change(PlanVersion before, Instant now)
    {
        var pauses = before.Pauses.SetItem(sop, next(before.PauseOf(sop), now));
        return (LogKind.Pauses, LogBody.OfPauses(PauseBundle.Write(pauses)), (position, atMs) => before.Repaused(position, atMs, pauses));
    }
}
