using Shiyu.Runtime.Deliveries;
using Shiyu.Store;

namespace Shiyu.Runtime.Tests.Running;

public sealed class MessagesKeptBackForTheirMember
{
    [Theory]
    [InlineData(DeliveryDesk.MemberLoad, "cap:member_load")]
    [InlineData(null, "expired")]
    public async Task Are_dropped_with_that_reason_when_they_have_expired_by_then(string? keptBack, string reason)
    {
        await using var world = await RunningWorld.OpenAsync(
            ("s.yaml", "sop: s\ntrigger: { event: asked }\nsteps: [ { id: m, expires: 2h, send: direct, material: hi } ]"), ("hi.yaml", "material: hi\ntext: 您好"));
        await world.BefriendAsync("external_userid:w1");
        await world.HappensAsync("asked", "external_userid:w1");
        var planned = Assert.Single(world.Runtime.Deliveries.Planned("direct", 10));
        await world.Runtime.Deliveries.ChangeAsync([planned with { Reason = keptBack }], []);
        await world.PassAsync(TimeSpan.FromHours(2.1));

        Assert.Empty(await world.Runtime.Deliveries.CheckAsync(world.Runtime.Deliveries.Planned("direct", 10)));

        var dropped = Assert.Single((await world.Runtime.DeliveriesAsync(DeliveryState.Dropped, null, null, null, null, 10)).Items);
        Assert.Equal(reason, dropped.Reason);
    }
}
