using Shiyu.WeCom.Api;
using Shiyu.WeCom.Tests.Fakes;

namespace Shiyu.WeCom.Tests.Api;

public sealed class LimitsOfCalls
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_one_address_are_20_000_a_minute()
    {
        var window = new SharedWindow();

        for (var i = 0; i < 20_000; i++) Assert.Equal(TimeSpan.Zero, window.TryCount(Start.AddSeconds(i / 1_000)));

        Assert.Equal(TimeSpan.FromSeconds(40), window.TryCount(Start.AddSeconds(20)));
        Assert.Equal(TimeSpan.Zero, window.TryCount(Start.AddSeconds(60)));
    }

    [Fact]
    public void Of_one_address_are_600_000_an_hour()
    {
        var window = new SharedWindow();

        for (var i = 0; i < 600_000; i++) Assert.Equal(TimeSpan.Zero, window.TryCount(Start.AddMinutes(i / 15_000)));

        Assert.Equal(TimeSpan.FromMinutes(20), window.TryCount(Start.AddMinutes(40)));
        Assert.Equal(TimeSpan.Zero, window.TryCount(Start.AddMinutes(60)));
    }

    [Fact]
    public async Task Of_one_API_are_an_hour_fifteen_times_those_a_minute()
    {
        var time = new ManualTime();
        using var gate = new ApiGate("api", time, new SharedWindow(), atATime: 8, perMinute: 2);
        for (var i = 0; i < 30; i++)
        {
            (await gate.EnterAsync(Town.Stop)).Dispose();
            if (i % 2 == 1) time.Advance(TimeSpan.FromMinutes(1));
        }

        var next = gate.EnterAsync(Town.Stop);

        await time.UntilTimerAsync(left => left == TimeSpan.FromMinutes(45));
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromMinutes(45));
        (await next).Dispose();
    }
}
