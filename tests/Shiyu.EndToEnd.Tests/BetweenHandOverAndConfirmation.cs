using Shiyu.EndToEnd.Tests.Support;

namespace Shiyu.EndToEnd.Tests;

/// <summary>Customers leave their run while messages and tasks wait for a member.</summary>
public sealed class BetweenHandOverAndConfirmation : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Definitions = new()
    {
        ["nudge.yaml"] = """
            sop: nudge
            trigger: { event: cart.added }
            goal: { event: order.paid }
            steps:
              - { id: nudge, send: direct, material: nudge, expires: 30d }
              - { id: ring, task: 电话回访, due: 30d, expires: 30d }
            """,
        ["material.yaml"] = "material: nudge\ntext: 还在等你\n",
    };

    private Installation _both = null!;

    public async ValueTask InitializeAsync() => _both = await Installation.StartAsync(rate: 1440, slotSeconds: 60, Definitions);

    public ValueTask DisposeAsync() => _both.DisposeAsync();

    /// <summary>The message of the only customer of a task is taken back, and so is what an advisor was to do.</summary>
    [Fact]
    public async Task Whoever_buys_gets_no_message_any_more_and_no_call()
    {
        var customer = (await _both.WeCom.AddAsync(1, _both.Shiyu))[0];
        await _both.Shiyu.HappenedAsync(customer, "cart.added");
        await FateAsync("message", "queued");
        var id = await _both.Shiyu.CustomerIdAsync(customer);
        await Wait.UntilAsync("the member was told of the task", async () =>
            (await _both.WeCom.InboxAsync()) is [var card] && card.Text("title") == "待办：电话回访" && card.Text("url") == $"https://shiyu.example.com/customers/{id}");
        Assert.Equal(StandIn.Member, Assert.Single((await _both.Shiyu.GetAsync($"/api/tasks?member={StandIn.Member}")).GetProperty("items").EnumerateArray()).Text("member"));

        await _both.Shiyu.HappenedAsync(customer, "order.paid");
        var message = await FateAsync("message", "skipped");
        var task = await FateAsync("task", "skipped");

        Assert.Equal(("exited_before_confirmation", "ended:goal"), (message, task));
        await Wait.UntilAsync("the member's message is gone", async () => (await _both.WeCom.InboxAsync()).Length == 0);
        await _both.WeCom.ConfirmAllAsync();
        Assert.Empty(await _both.WeCom.ChatAsync(customer, "mass"));
        Assert.Empty((await _both.Shiyu.GetAsync("/api/tasks")).GetProperty("items").EnumerateArray());
    }

    private async Task<string> FateAsync(string kind, string state)
    {
        var reason = "";
        await Wait.UntilAsync($"the {kind} is {state}", async () =>
        {
            var listed = (await _both.Shiyu.GetAsync($"/api/deliveries?kind={kind}")).GetProperty("items");
            if (listed.GetArrayLength() == 0) return false;
            reason = listed[0].GetProperty("reason").GetString() ?? "";
            return listed[0].Text("state") == state;
        });
        return reason;
    }
}
