using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>Law 5: whatever becomes of the request, each customer gets the message at most once, and in the end exactly once.</summary>
public sealed class FaultsAtWeCom : PersonalMessages
{
    private const int Count = 6;

    [Fact]
    public async Task That_lose_the_answer_leave_it_uncertain_until_WeCom_is_asked()
    {
        var customers = await Both.WeCom.AddAsync(Count, Both.Shiyu);
        // The listings are cut as well: without a full one nothing may be concluded.
        await Both.WeCom.FaultsAsync(dropAnswerRate: 1, paths: [StandIn.AddMessage, StandIn.ListMessages]);
        await BeginAsync(customers);
        await Both.Shiyu.AllAreAsync("hello", Count, "uncertain");
        await Wait.UntilAsync("WeCom has all tasks", async () => await Both.WeCom.TaskCountAsync() == Count);

        await Both.WeCom.HealthyAsync();
        await Both.Shiyu.AllAreAsync("hello", Count, "queued");
        await DeliveredOnceAsync(customers);
        Assert.Equal(Count, await Both.WeCom.TaskCountAsync());
    }

    [Fact]
    public async Task That_refuse_with_5xx_make_it_go_again_once_WeCom_has_none_of_it()
    {
        var customers = await Both.WeCom.AddAsync(Count, Both.Shiyu);
        await Both.WeCom.FaultsAsync(fail5xxRate: 1, paths: [StandIn.AddMessage]);
        await BeginAsync(customers);
        await Wait.UntilAsync("some delivery is uncertain", async () => (await Both.Shiyu.DeliveriesAsync("hello")).Any(delivery => delivery.Text("state") == "uncertain"));

        await Both.WeCom.HealthyAsync();
        await DeliveredOnceAsync(customers);
        Assert.Equal(Count, await Both.WeCom.TaskCountAsync());
    }

    [Fact]
    public async Task That_come_and_go_send_nothing_twice()
    {
        var customers = await Both.WeCom.AddAsync(Count, Both.Shiyu);
        await Both.WeCom.FaultsAsync(slowMs: 50, fail5xxRate: 0.3, dropAnswerRate: 0.4, paths: ["/cgi-bin/externalcontact/"]);
        await BeginAsync(customers);
        await Wait.UntilAsync("WeCom has most tasks", async () => await Both.WeCom.TaskCountAsync() >= Count / 2);

        await Both.WeCom.HealthyAsync();
        await DeliveredOnceAsync(customers);
        Assert.Equal(Count, await Both.WeCom.TaskCountAsync());
    }
}
