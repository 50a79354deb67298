using System.Text;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Intake.Sensors;

namespace Shiyu.Server.Intake;

/// <summary>
/// Takes one request of a SensorsData client. Those clients read nothing but the status, and each makes something else of it: what can never be taken is
/// answered 200 and listed with its reason, because the web client would send it again for ever, with everything else behind it.
/// </summary>
internal sealed class SensorsDesk(IIntakeSink sink, IWriteKeys keys)
{
    private const string Source = "sensors";

    /// <summary>The smallest picture there is: 1×1, transparent.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private readonly ParseContexts _contexts = new(sink);

    /// <param name="debug">A developer is watching: a refused record is answered 422, with the list of them; with <c>Dry-Run: true</c> nothing is kept.</param>
    public async Task TakeAsync(HttpContext http, bool debug)
    {
        http.Response.Headers.CacheControl = "no-store";
        var query = http.Request.Query;
        // Clients cannot do without a project: the address has named the workspace, and the project may say it once more.
        if (query["project"].ToString() is { Length: > 0 } project && project != "default" && http.Request.PathBase != $"/w/{project}")
        {
            await IntakeAnswers.UnknownProjectAsync(http, project.Length > 100 ? project[..100] : project);
            return;
        }
        var token = query["token"].ToString();
        if (!keys.IsValid(token))
        {
            await IntakeAnswers.BadTokenAsync(http, token.Length == 0 ? "nothing" : "an unknown token");
            return;
        }
        ReadOnlyMemory<byte> form, json = default;
        BodyFault? fault = null;
        if (HttpMethods.IsGet(http.Request.Method))
            form = Encoding.UTF8.GetBytes(http.Request.QueryString.Value ?? "").AsMemory()[(http.Request.QueryString.HasValue ? 1 : 0)..];
        else
            (form, fault) = await RequestBody.ReadBytesAsync(http);
        fault ??= SensorsBody.Open(form, out json);
        var parsed = fault is null ? SensorsParser.Parse(json, _contexts.For(Source, fromAdministrator: false)) : null;
        var dryRun = debug && http.Request.Headers["Dry-Run"] == "true";
        if ((fault ?? parsed!.Fault) is { } refused)
        {
            if (!dryRun)
                await sink.RejectAsync([refused.AsItem(Source, json.IsEmpty ? form.Span : json.Span)]);
            await RefusedAsync(http, refused, debug);
            return;
        }
        if ((dryRun ? new IntakeResult(parsed!.Events.Count, 0) : await KeepAsync(http, parsed!)) is { } result)
            await TakenAsync(http, result, parsed!, debug);
    }

    /// <summary>Null when the queue was full, and that was answered.</summary>
    private async Task<IntakeResult?> KeepAsync(HttpContext http, ParsedRequest parsed)
    {
        var result = default(IntakeResult);
        try
        {
            if (parsed.Events.Count > 0)
                result = await sink.AcceptAsync(new IntakeBatch(Source, parsed.Events));
        }
        catch (IntakeBusyException)
        {
            // To the mini program client any status counts as delivered; it sends again what found no answer.
            if (parsed.Library == "MiniProgram")
                http.Abort();
            else
                await IntakeAnswers.UnavailableAsync(http);
            return null;
        }
        if (parsed.Rejected.Count > 0)
            await sink.RejectAsync(parsed.Rejected);
        return result;
    }

    private static Task TakenAsync(HttpContext http, IntakeResult result, ParsedRequest parsed, bool debug)
    {
        if (debug && parsed.Rejected.Count > 0)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return IntakeAnswers.RecordsTakenAsync(http, result.Accepted, result.Repeated, parsed.Rejected);
        }
        return HttpMethods.IsGet(http.Request.Method)
            ? PixelAsync(http)
            : IntakeAnswers.RecordsTakenAsync(http, result.Accepted, result.Repeated, parsed.Rejected);
    }

    /// <summary>Whatever a client could have sent is answered 200; what none sends, or what its operator has to mend, as the problem it is.</summary>
    private static Task RefusedAsync(HttpContext http, BodyFault fault, bool debug)
    {
        if (debug || fault.Code is SensorsBody.Missing or SensorsBody.BadChecksum or SensorsBody.Encrypted or IntakeBody.TooLarge or "intake.unknown_coding")
            return IntakeAnswers.RefusedAsync(http, fault);
        return HttpMethods.IsGet(http.Request.Method) ? PixelAsync(http) : IntakeAnswers.RecordsTakenAsync(http, 0, 0, [fault.AsItem(Source, default)]);
    }

    private static Task PixelAsync(HttpContext http)
    {
        http.Response.ContentType = "image/gif";
        http.Response.ContentLength = Pixel.Length;
        return http.Response.Body.WriteAsync(Pixel).AsTask();
    }
}
