using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>Law 5 over kill -9: what was handed over is not handed over again.</summary>
public sealed class ServerKilledWhileSending : PersonalMessages
{
    private const int Count = 18;

    [Fact]
    public async Task Sends_nothing_twice()
    {
        var customers = await Both.WeCom.AddAsync(Count, Both.Shiyu);
        // Four at a time, two seconds each: many seconds lie between the fifth task and the last, on a busy machine too.
        await Both.WeCom.FaultsAsync(slowMs: 2_000, paths: [StandIn.AddMessage]);
        await BeginAsync(customers);
        await Wait.UntilAsync("some are handed over", async () => await Both.WeCom.TaskCountAsync() >= 5);

        await Both.KillServerAsync();
        Assert.InRange(await Both.WeCom.TaskCountAsync(), 5, Count - 1);
        await Both.WeCom.HealthyAsync();
        await Both.RestartServerAsync();
        await DeliveredOnceAsync(customers);
        Assert.Equal(Count, await Both.WeCom.TaskCountAsync());
    }
}
