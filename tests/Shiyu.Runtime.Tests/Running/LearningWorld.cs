using Shiyu.Runtime.Customers;
using Shiyu.Store;

namespace Shiyu.Runtime.Tests.Running;

/// <summary>Friends, messages that reach them, and what they do then.</summary>
internal static class LearningWorld
{
    /// <summary>Everything planned for someone reaches them now, as WeCom's results tell it.</summary>
    public static async Task DeliverAsync(this RunningWorld world, string identity)
    {
        var customer = CustomerNumber.Parse(world.Runtime.FindCustomer(identity)!)!.Value;
        foreach (var planned in world.Runtime.Deliveries.Find(new DeliveryQuery(DeliveryState.Planned, customer, Kind: "message", After: 0)))
        {
            var nowMs = world.Wall.GetUtcNow().ToUnixTimeMilliseconds();
            await world.Runtime.Deliveries.ChangeAsync([planned with { State = DeliveryState.Delivered, Member = "m1", UpdatedAtMs = nowMs }], []);
            await world.HappensAsync(
                "message.delivered", identity,
                $$"""{"sop":"{{planned.Sop}}","step":"{{planned.Step}}","run":"{{planned.Run:x32}}","material":"{{planned.Content}}","member":"m1"}""");
        }
    }

    public static Task BefriendAsync(this RunningWorld world, string identity) => world.HappensAsync("contact.added", identity, """{"member":"m1"}""");

    public static Task DeleteAsync(this RunningWorld world, string identity) => world.HappensAsync("contact.deleted_by_customer", identity, """{"member":"m1"}""");
}
