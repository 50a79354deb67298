using Shiyu.Sandbox.Callbacks;
using Shiyu.Sandbox.Corp;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Town;

/// <summary>Keeps the town at business time, from the moment the callback URL is verified: before it, WeCom would tell nobody.</summary>
internal sealed class TownDriver(TownLife town, CorpBook corp, CallbackSender callbacks, BusinessTime time, TimeProvider wall) : BackgroundService
{
    private static readonly TimeSpan LongestNap = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortestNap = TimeSpan.FromMilliseconds(5);

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        await callbacks.Verified.WaitAsync(stop);
        lock (corp.Gate)
            town.Start(time.Now);
        while (!stop.IsCancellationRequested)
        {
            DateTimeOffset? next;
            lock (corp.Gate)
            {
                town.AdvanceTo(time.Now);
                next = town.NextDue;
            }

            // API calls plan acts, too (a member's confirmation), so the nap is short even when nothing is due for long.
            var nap = next is { } due ? time.OnTheWall(due - time.Now) : LongestNap;
            await Task.Delay(nap < ShortestNap ? ShortestNap : nap > LongestNap ? LongestNap : nap, wall, stop);
        }
    }
}
