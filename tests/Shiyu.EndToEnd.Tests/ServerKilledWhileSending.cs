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
        await Both.WeCom.FaultsAsync(slowMs: 200, paths: [StandIn.AddMessage]);
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
