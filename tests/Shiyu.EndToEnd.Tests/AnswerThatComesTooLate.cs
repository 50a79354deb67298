using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>Law 5 when WeCom is slower than the server waits.</summary>
public sealed class AnswerThatComesTooLate : PersonalMessages
{
    [Fact]
    public async Task Sends_again_once_WeCom_has_none_of_it()
    {
        var customers = await Both.WeCom.AddAsync(2, Both.Shiyu);
        // So much longer than the server waits for an answer that the stand-in learns in time that nobody waits any more: it then does not do the work.
        await Both.WeCom.FaultsAsync(slowMs: 300_000, paths: [StandIn.AddMessage]);
        await BeginAsync(customers);
        await Wait.UntilAsync("the request went unanswered", async () => (await Both.Shiyu.DeliveriesAsync("hello")).Any(delivery => delivery.Text("reason") == "unanswered"));

        await Both.WeCom.HealthyAsync();
        await DeliveredOnceAsync(customers);
        Assert.Equal(2, await Both.WeCom.TaskCountAsync());
    }
}
