using System.Globalization;
using Shiyu.Runtime.Intake;
using Shiyu.Store;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Messages;

/// <summary>A message's final fate on its way into the log.</summary>
/// <param name="Delivery">The delivery's id; the event's id comes from it, so that telling twice does nothing more.</param>
/// <param name="Reason">Null when it was delivered.</param>
/// <param name="Material">Null in fates that were written down before it was told.</param>
internal sealed record Outcome(
    string Delivery, string ExternalUserId, string Member, string Sop, string Step, string Run, string? Reason, long AtMs, string? Material = null)
{
    public static Outcome Of(Delivery delivery, string externalUserId, long atMs) => new(
        Hex(delivery.Id), externalUserId, delivery.Member ?? "", delivery.Sop, delivery.Step, Hex(delivery.Run),
        delivery.State == DeliveryState.Delivered ? null : delivery.Reason, atMs, delivery.Content);

    public IncomingEvent ToEvent() => EventWriter.Event(
        $"delivery:{Delivery}", Reason is null ? "message.delivered" : "message.failed", AtMs, [new(IdentityKind.ExternalUserId, ExternalUserId)],
        json =>
        {
            json.WriteString("sop", Sop);
            json.WriteString("step", Step);
            json.WriteString("run", Run);
            json.WriteString("delivery", Delivery);
            json.WriteString("member", Member);
            if (Material is not null) json.WriteString("material", Material);
            if (Reason is not null) json.WriteString("reason", Reason);
        });

    private static string Hex(UInt128 id) => id.ToString("x32", CultureInfo.InvariantCulture);
}
