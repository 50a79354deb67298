using Shiyu.Engine;
using Shiyu.Engine.Facts;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Deliveries;
using Shiyu.Runtime.Folding;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Writing;

namespace Shiyu.Runtime.ByHand;

/// <summary>Pauses and resumes SOPs. A repeat changes nothing.</summary>
internal sealed class PauseDesk(FoldLoop fold, Writer writer, PlanLibrary plans, DeliveryDesk deliveries)
{
    public Task<SopPauseView?> PauseAsync(string sop) =>
        ChangeAsync(sop, (pause, now) => pause.Since is null ? pause with { Since = now } : pause);

    /// <param name="drop">What became due meanwhile is dropped; otherwise it is sent unless it has expired.</param>
    public async Task<SopPauseView?> ResumeAsync(string sop, bool drop)
    {
        var resumed = await ChangeAsync(sop, (pause, now) => pause.Since is null ? pause : new SopPause(null, drop ? now : pause.DroppedAt));
        deliveries.LookAgain();
        return resumed;
    }

    /// <returns>Null when there is no such SOP.</returns>
    private async Task<SopPauseView?> ChangeAsync(string sop, Func<SopPause, Instant, SopPause> next)
    {
        var version = plans.Newest;
        // Also one that is gone and has runs that finish.
        if (!version.Plan.Knows(sop)) return null;
        if (next(version.PauseOf(sop), Instant.Max) != version.PauseOf(sop))
        {
            var work = new PauseWork(sop, next, plans);
            writer.Post(work);
            await fold.ThroughAsync(await work.Done);
            version = plans.Newest;
        }
        return SopPauseView.Of(sop, version);
    }
}

/// <param name="PausedSince">Null while it is not paused.</param>
public sealed record SopPauseView(string Id, bool Paused, string? PausedSince)
{
    internal static SopPauseView Of(string sop, PlanVersion version)
    {
        var since = version.PauseOf(sop).Since;
        return new SopPauseView(sop, since is not null, since is { } at ? ViewText.Time(version.Plan.Zone, at) : null);
    }
}
