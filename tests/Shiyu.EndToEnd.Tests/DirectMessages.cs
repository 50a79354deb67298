using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>A SOP's message on its way: planned, queued, confirmed by the member, delivered.</summary>
public sealed class DirectMessages : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["sop.yaml"] = "sop: hello\ntrigger: { event: journey.begun }\nsteps:\n  - { id: hello, send: direct, material: hello, expires: 30d }\n",
        ["material.yaml"] = "material: hello\ntext: 新茶到了\n",
    };

    private Installation _both = null!;

    // Slots of an hour are two and a half seconds long: time enough to plan many messages in one.
    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 1440, slotSeconds: 3_600, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    [Fact]
    public async Task Of_one_member_and_content_in_one_slot_are_one_task_and_reach_each_customer_once()
    {
        const int Count = 50;
        var customers = await _both.WeCom.AddAsync(Count, _both.Shiyu);
        await _both.Shiyu.SendAsync(
            [.. customers.Select(customer => $$"""{"id":"begun-{{customer}}","name":"journey.begun","identities":{"external_userid":"{{customer}}"} }""")]);

        var queued = await _both.Shiyu.AllAreAsync("hello", Count, "queued");
        Assert.All(queued, delivery => Assert.Equal(StandIn.Member, delivery.Text("member")));
        Assert.Single(await _both.WeCom.TasksAsync());
        foreach (var customer in customers) Assert.Empty(await _both.WeCom.ChatAsync(customer, "mass"));

        await Wait.UntilAsync("the member confirmed", async () =>
        {
            await _both.WeCom.ConfirmAllAsync();
            return (await _both.WeCom.ChatAsync(customers[0], "mass")).Count > 0;
        });
        await _both.Shiyu.AllAreAsync("hello", Count, "delivered");

        Assert.Single(await _both.WeCom.TasksAsync());
        foreach (var customer in customers) Assert.Equal("新茶到了", Assert.Single(await _both.WeCom.ChatAsync(customer, "mass")).Text("text"));
        await Wait.UntilAsync("the timeline tells it", async () => (await _both.Shiyu.EventsAsync(customers[^1], "message.delivered")).Count > 0);
        await _both.Shiyu.FoldedAsync();
        foreach (var customer in (string[])[customers[0], customers[^1]])
        {
            var told = Assert.Single(await _both.Shiyu.EventsAsync(customer, "message.delivered"));
            Assert.Equal(("hello", "hello", StandIn.Member), (
                told.GetProperty("properties").Text("sop"), told.GetProperty("properties").Text("step"), told.GetProperty("properties").Text("member")));
        }
    }
}
