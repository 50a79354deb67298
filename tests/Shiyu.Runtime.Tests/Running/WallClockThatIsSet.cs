using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Shiyu.Runtime.Time;

namespace Shiyu.Runtime.Tests.Running;

/// <summary>Business time is wall time, except that it never goes back.</summary>
public sealed class WallClockThatIsSet
{
    private readonly FakeTimeProvider _wall = new(RunningWorld.Start);

    [Fact]
    public void Takes_business_time_along_when_it_is_set_forward()
    {
        var clock = BusinessClock.Real(_wall);

        _wall.AdjustTime(RunningWorld.Start.AddHours(3));

        Assert.Equal(RunningWorld.Start.AddHours(3), clock.GetUtcNow());
    }

    [Fact]
    public void Leaves_business_time_standing_until_it_has_caught_up_when_it_is_set_back()
    {
        var clock = BusinessClock.Real(_wall);
        _wall.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(RunningWorld.Start.AddMinutes(10), clock.GetUtcNow());

        _wall.AdjustTime(RunningWorld.Start);
        Assert.Equal(RunningWorld.Start.AddMinutes(10), clock.GetUtcNow());
        _wall.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(RunningWorld.Start.AddMinutes(10), clock.GetUtcNow());
        _wall.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(RunningWorld.Start.AddMinutes(11), clock.GetUtcNow());
    }

    [Fact]
    public void Does_not_keep_business_time_ahead_for_good_when_the_log_was_written_by_a_clock_that_ran_ahead()
    {
        var clock = BusinessClock.Real(_wall, notBefore: RunningWorld.Start.AddDays(1));

        Assert.Equal(RunningWorld.Start.AddDays(1), clock.GetUtcNow());
        _wall.Advance(TimeSpan.FromHours(36));

        Assert.Equal(RunningWorld.Start.AddHours(36), clock.GetUtcNow());
    }

    [Fact]
    public async Task Makes_what_came_due_meanwhile_go_within_a_minute()
    {
        var wall = new WatchedTime();
        await using var world = await RunningWorld.OpenAsync(wall, Shop.All);
        // Completes at once, the first time.
        await world.Runtime.Deliveries.WaitForPlannedAsync(TestContext.Current.CancellationToken);
        await world.HappensAsync("cart.added", "user_id:u1");
        // The nudge is two hours away, but the fold does not trust its timer for so long.
        await wall.TimerSetAsync(TimeSpan.FromMinutes(1));

        wall.AdjustTime(RunningWorld.Start.AddHours(3));
        wall.Advance(TimeSpan.FromMinutes(1));
        await world.Runtime.Deliveries.WaitForPlannedAsync(TestContext.Current.CancellationToken);

        Assert.Equal("nudge", Assert.Single(world.Runtime.Deliveries.Planned("direct", 10)).Step);
    }

    [Fact]
    public async Task Decides_nothing_before_the_last_decision_after_a_restart_with_an_earlier_clock()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.PassAsync(TimeSpan.FromHours(5));
        await world.HappensAsync("cart.added", "user_id:u1");

        await world.RestartAsync(() => world.Wall.AdjustTime(RunningWorld.Start));
        await world.HappensAsync("order.paid", "user_id:u1");

        Assert.Equal(("lifecycle/first", "2026-03-01T15:00:00.000+08:00"), await LifecycleAsync(world));
        await world.PassAsync(TimeSpan.FromHours(6));
        await world.HappensAsync("order.paid", "user_id:u1");
        Assert.Equal(("lifecycle/loyal", "2026-03-01T16:00:00.000+08:00"), await LifecycleAsync(world));
    }

    private static async Task<(string, string)> LifecycleAsync(RunningWorld world)
    {
        var tag = (await world.CustomerAsync("user_id:u1")).Tags.Single(tag => tag.Tag.StartsWith("lifecycle/", StringComparison.Ordinal));
        return (tag.Tag, tag.Since);
    }

    /// <summary>Tells what timers are set to.</summary>
    private sealed class WatchedTime() : FakeTimeProvider(RunningWorld.Start)
    {
        private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

        public async Task TimerSetAsync(TimeSpan due)
        {
            while (await _set.Reader.ReadAsync(TestContext.Current.CancellationToken) != due)
            {
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new Watched(base.CreateTimer(callback, state, dueTime, period), _set.Writer);

        private sealed class Watched(ITimer timer, ChannelWriter<TimeSpan> set) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                var changed = timer.Change(dueTime, period);
                set.TryWrite(dueTime);
                return changed;
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
