using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>Law 6: an order between planning and handing over.</summary>
public sealed class LastMoment : IAsyncLifetime
{
    private static readonly TimeSpan Slot = TimeSpan.FromHours(24);

    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["sop.yaml"] = """
            sop: nudge
            trigger: { event: cart.added }
            goal: { event: order.paid }
            steps:
              - { id: nudge, send: direct, material: nudge, expires: 30d }
              - { id: proof, at: day 9 20:00, send: direct, material: nudge }
            """,
        ["material.yaml"] = "material: nudge\ntext: 还在等你\n",
    };

    private Installation _both = null!;

    // A slot is a minute long: what has to happen in one has at least half of it, on a busy machine too.
    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 1440, slotSeconds: (int)Slot.TotalSeconds, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    [Fact]
    public async Task Spares_whoever_bought_after_the_message_was_planned()
    {
        var customers = await _both.WeCom.AddAsync(2, _both.Shiyu);
        var (buyer, other) = (customers[0], customers[1]);
        await Wait.UntilAsync("a slot begins", async () => (await _both.Shiyu.NowAsync()).UtcTicks % Slot.Ticks < Slot.Ticks / 2);
        foreach (var customer in customers) await _both.Shiyu.HappenedAsync(customer, "cart.added");
        await _both.Shiyu.AllAreAsync("nudge", 2, "planned");
        await _both.Shiyu.HappenedAsync(buyer, "order.paid");
        await _both.Shiyu.FoldedAsync();

        await Wait.UntilAsync("the other has the message", async () =>
        {
            await _both.WeCom.ConfirmAllAsync();
            return (await _both.WeCom.ChatAsync(other, "mass")).Count > 0;
        });
        var id = await _both.Shiyu.CustomerIdAsync(buyer);
        var spared = Assert.Single(await _both.Shiyu.DeliveriesAsync("nudge"), delivery => delivery.Text("customer") == id);
        Assert.Equal(("skipped", "ended:goal"), (spared.Text("state"), spared.Text("reason")));
        Assert.Empty(await _both.WeCom.ChatAsync(buyer, "mass"));
        Assert.Contains(await _both.Shiyu.TimelineAsync(buyer), entry =>
            entry.Text("kind") == "delivery" && entry.Text("outcome") == "skipped" && entry.Text("reason") == "ended:goal");
    }
}
