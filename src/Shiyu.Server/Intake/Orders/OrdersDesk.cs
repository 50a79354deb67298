using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Intake.Orders;
using Shiyu.Server.Hosting;

namespace Shiyu.Server.Intake.Orders;

/// <summary>
/// Takes orders from a shop's order system: signature, form, events, answer. A repeat is harmless for as long as the log stands, because an order comes to
/// a state once; the signature's time only keeps strangers from repeating what they overheard.
/// </summary>
internal sealed class OrdersDesk(IIntakeSink sink, ServerOptions options, TimeProvider wall)
{
    private const string Source = "orders";

    private readonly ParseContexts _contexts = new(sink);

    public async Task TakeAsync(HttpContext http)
    {
        if (options.OrdersSecret is not { } secret)
        {
            await IntakeAnswers.UnsignedAsync(http, new BodyFault(OrderSignature.Bad, "SHIYU_ORDERS_SECRET", "nothing", "a secret in the server's environment, see docs/orders.md"));
            return;
        }
        var (body, fault) = await RequestBody.ReadBytesAsync(http);
        if (fault is null && OrderSignature.FaultOf(http.Request.Headers, body.Span, secret, wall.GetUtcNow()) is { } unsigned)
        {
            // Strangers must not fill the list of rejections.
            await IntakeAnswers.UnsignedAsync(http, unsigned);
            return;
        }
        var parsed = fault is null ? OrderParser.Parse(body, _contexts.For(Source, fromAdministrator: false)) : null;
        if ((fault ?? parsed!.Fault) is { } refused)
        {
            if (fault is null)
                await sink.RejectAsync([refused.AsItem(Source, body.Span)]);
            await IntakeAnswers.RefusedAsync(http, refused);
            return;
        }
        try
        {
            var result = parsed!.Events.Count > 0 ? await sink.AcceptAsync(new IntakeBatch(Source, parsed.Events)) : default;
            if (parsed.Rejected.Count > 0)
                await sink.RejectAsync(parsed.Rejected);
            // A list is answered item by item; where nothing of it could be taken, the status says so as well.
            if (parsed.Events.Count == 0 && parsed.Rejected.Count > 0)
                http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            await IntakeAnswers.RecordsTakenAsync(http, result.Accepted, result.Repeated, parsed.Rejected);
        }
        catch (IntakeBusyException busy)
        {
            await IntakeAnswers.BusyAsync(http, busy);
        }
    }
}
