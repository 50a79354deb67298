using System.Runtime.CompilerServices;
using Shiyu.Runtime.Intake;

namespace Shiyu.Server.Intake;

/// <summary>Takes one request: body, key, events, answer. What is refused is kept after what is good is durable, so that a request that is sent
/// again after 429 lists its bad items once.</summary>
internal sealed class IntakeDesk(IIntakeSink sink, IWriteKeys keys)
{
    private const string SegmentSource = "segment";
    private const string EventsSource = "api";

    private readonly ParseContexts _contexts = new(sink);

    public async Task SegmentAsync(HttpContext http, SegmentCall call)
    {
        var header = http.Request.Headers.Authorization.ToString();
        var fromHeader = WriteKeyCheck.OfHeader(header);
        // A wrong key in the header is not looked past, and its body not read.
        if (header.Length > 0 && (fromHeader is null || !keys.IsValid(fromHeader)))
        {
            await IntakeAnswers.BadKeyAsync(http, fromHeader is null ? "an Authorization header that is not Basic" : "an unknown key in the Authorization header");
            return;
        }
        var body = await RequestBody.ReadAsync(http);
        var parsed = body.Fault is null ? Parse(body.Json, call) : null;
        if ((body.Fault ?? parsed!.Fault) is { } fault)
        {
            // Without a known key only the answer tells why: strangers must not fill the list of rejections.
            await RefuseAsync(http, fromHeader is null ? null : SegmentSource, fault, body.Json);
            return;
        }
        if (fromHeader is null)
        {
            var key = parsed!.WriteKey ?? body.WriteKey;
            if (key is null || !keys.IsValid(key))
            {
                await IntakeAnswers.BadKeyAsync(http, key is null ? "nothing" : "an unknown writeKey in the body");
                return;
            }
        }
        if (call != SegmentCall.None && parsed!.Rejected is [{ Code: "event.too_large" } tooLarge])
        {
            await sink.RejectAsync(parsed.Rejected);
            await IntakeAnswers.MessageRefusedAsync(http, tooLarge);
            return;
        }
        if (await TakeAsync(http, SegmentSource, parsed!) is not null)
            await IntakeAnswers.TakenAsync(http, parsed!);
    }

    public async Task EventsAsync(HttpContext http)
    {
        var body = await RequestBody.ReadAsync(http);
        var parsed = body.Fault is null ? NativeParser.Parse(body.Json, _contexts.For(EventsSource, fromAdministrator: true)) : null;
        if ((body.Fault ?? parsed!.Fault) is { } fault)
        {
            await RefuseAsync(http, EventsSource, fault, body.Json);
            return;
        }
        if (await TakeAsync(http, EventsSource, parsed!) is not { } result)
            return;
        if (parsed!.Events.Count == 0)
            await IntakeAnswers.NothingTakenAsync(http, parsed);
        else
            await IntakeAnswers.TakenAsync(http, result, parsed);
    }

    private async Task RefuseAsync(HttpContext http, string? source, BodyFault fault, ReadOnlyMemory<byte> body)
    {
        if (source is not null)
            await sink.RejectAsync([fault.AsItem(source, body.Span)]);
        await IntakeAnswers.RefusedAsync(http, fault);
    }

    /// <summary>Null when the queue was full, and that was answered.</summary>
    private async Task<IntakeResult?> TakeAsync(HttpContext http, string source, ParsedRequest parsed)
    {
        var result = default(IntakeResult);
        try
        {
            if (parsed.Events.Count > 0)
                result = await sink.AcceptAsync(new IntakeBatch(source, parsed.Events));
        }
        catch (IntakeBusyException busy)
        {
            await IntakeAnswers.BusyAsync(http, busy);
            return null;
        }
        if (parsed.Rejected.Count > 0)
            await sink.RejectAsync(parsed.Rejected);
        return result;
    }

    // Not async: the parser works on spans, and its many locals have no place in a state machine.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ParsedRequest Parse(ReadOnlyMemory<byte> json, SegmentCall call)
    {
        var context = _contexts.For(SegmentSource, fromAdministrator: false);
        return call == SegmentCall.None ? SegmentParser.Batch(json, context) : SegmentParser.Single(json, call, context);
    }
}
