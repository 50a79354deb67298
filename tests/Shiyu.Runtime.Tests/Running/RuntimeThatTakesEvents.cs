using Shiyu.Store;

namespace Shiyu.Runtime.Tests.Running;

public sealed class RuntimeThatTakesEvents
{
    [Fact]
    public async Task Moves_tags_at_once_and_names_the_cause()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);

        await world.HappensAsync("product.viewed", "user_id:u1");
        Assert.Equal(["lifecycle/interested"], await world.TagsAsync("user_id:u1"));

        await world.HappensAsync("order.paid", "user_id:u1", id: "paid-1");
        var customer = await world.CustomerAsync("user_id:u1");
        var tag = Assert.Single(customer.Tags);
        Assert.Equal(("lifecycle/first", "event:paid-1", "rule"), (tag.Tag, tag.Cause, tag.By));
        Assert.Equal("2026-03-01T10:00:00.000+08:00", tag.Since);
    }

    [Fact]
    public async Task Takes_a_repeated_delivery_once_also_across_a_restart()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);

        var first = await world.HappensAsync("order.paid", "user_id:u1", id: "same");
        var second = await world.HappensAsync("order.paid", "user_id:u1", id: "same");
        await world.RestartAsync();
        var third = await world.HappensAsync("order.paid", "user_id:u1", id: "same");

        Assert.Equal((1, 0, 0), (first.Accepted, second.Accepted, third.Accepted));
        Assert.Equal(1, third.Repeated);
        Assert.Equal(["lifecycle/first"], await world.TagsAsync("user_id:u1"));
        Assert.Equal((1, 1), (world.Runtime.Status.Accepted, world.Runtime.Status.Folded));
    }

    [Fact]
    public async Task Has_its_queue_empty_again_when_large_events_and_repeats_are_folded()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        var large = $$"""{"note":"{{new string('x', 30_000)}}"}""";

        // More than the whole queue of 200,000 places, a part at a time.
        for (var round = 0; round < 10; round++)
        {
            await world.TakeAsync([.. Enumerable.Range(0, 1_000).Select(i => world.Event("product.viewed", $"user_id:u{i % 20}", large, id: $"e{(round & ~1) * 1_000 + i}"))]);
        }

        Assert.Equal((5_000, 5_000), (world.Runtime.Status.Accepted, world.Runtime.Status.Folded));
    }

    [Fact]
    public async Task Sends_what_comes_due_by_time_alone()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);

        await world.HappensAsync("cart.added", "user_id:u1");
        Assert.Equal("2026-03-01T12:00:00.000+08:00", Assert.Single((await world.CustomerAsync("user_id:u1")).Runs).NextAt);
        await world.PassAsync(TimeSpan.FromHours(2));
        Assert.Empty((await world.Runtime.DeliveriesAsync(null, null, null, null, null, 50)).Items);
        await world.PassAsync(TimeSpan.FromMilliseconds(1));

        await world.SettleAsync();
        var delivery = Assert.Single((await world.Runtime.DeliveriesAsync(DeliveryState.Planned, null, null, null, null, 50)).Items);
        Assert.Equal(("cart-nudge", "nudge", "direct", "2026-03-01T12:00:00.000+08:00"), (delivery.Sop, delivery.Step, delivery.Touchpoint, delivery.DueAt));
    }

    [Fact]
    public async Task Counts_an_audience_over_whole_histories()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        for (var i = 0; i < 10; i++)
        {
            await world.HappensAsync("coupon.claimed", $"user_id:u{i}");
            if (i < 4) await world.HappensAsync("coupon.claimed", $"user_id:u{i}");
        }
        var condition = Conditions.Parse("""{ "event": "coupon.claimed", "count": { "at_least": 2 } }""", world.Runtime.Definitions);

        Assert.Equal(4, await world.Runtime.CountAsync(condition, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Explains_what_happened_and_why_something_did_not()
    {
        await using var world = await RunningWorld.OpenAsync(Shop.All);
        await world.HappensAsync("cart.added", "user_id:u1", """{"sku":"A","qty":2}""", id: "cart-1");
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.HappensAsync("order.paid", "user_id:u1", id: "paid-1");
        await world.PassAsync(TimeSpan.FromHours(1));
        await world.HappensAsync("cart.added", "user_id:u1", id: "cart-2");

        var timeline = await world.TimelineAsync("user_id:u1");

        Assert.Equal(
            [
                "trigger_forgotten cart-nudge reentry", "tag_entered intent/cart event:cart-2", "event cart.added",
                "run_ended cart-nudge goal", "tag_entered lifecycle/first event:paid-1", "tag_left lifecycle/interested event:paid-1",
                "tag_left intent/cart event:paid-1", "event order.paid",
                "run_started cart-nudge", "tag_entered lifecycle/interested event:cart-1", "tag_entered intent/cart event:cart-1", "event cart.added",
            ],
            timeline.Select(entry => entry.Kind switch
            {
                "event" => $"event {entry.Name}",
                "tag_entered" or "tag_left" => $"{entry.Kind} {entry.Tag} {entry.Cause}",
                _ => $"{entry.Kind} {entry.Sop} {entry.Reason}".TrimEnd(),
            }));
        Assert.Equal("""{"sku":"A","qty":2}""", timeline[^1].Properties!.Value.GetRawText());
    }
}
