using Shiyu.Engine.Arbitration;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Log;

namespace Shiyu.Runtime.Writing;

/// <summary>A guardrail stops something, or a person lets it go again.</summary>
/// <param name="next">The stops that follow from the present ones, at the decision time.</param>
internal sealed class StopsWork(Func<GuardrailStops, Instant, GuardrailStops> next, PlanLibrary plans) : PlanChangeWork(plans)
{
    protected override (LogKind Kind, ReadOnlyMemory<byte> Body, Func<long, long, PlanVersion> Next) Change(PlanVersion before, Instant now)
    {
        var stops = next(before.Stops, now);
        return (LogKind.Stops, LogBody.OfStops(StopBundle.Write(stops)), (position, atMs) => before.Restopped(position, atMs, stops));
    }
}
