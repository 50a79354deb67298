using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Intake.Sensors;

namespace Shiyu.Server.Intake;

/// <summary>An item that was not taken: its index in the batch.</summary>
internal sealed record RejectedMessage(int Index, string Code, string Field, string Given, string Allowed);

/// <summary>A line that was not taken; a single event is line 1.</summary>
internal sealed record RejectedLine(int Line, string Code, string Field, string Given, string Allowed);

internal sealed record SegmentAnswer(bool Success, int Accepted, IReadOnlyList<RejectedMessage> Rejected);

internal sealed record RecordsAnswer(int Accepted, int Repeated, IReadOnlyList<RejectedMessage> Rejected);

internal sealed record EventsAnswer(int Accepted, int Repeated, IReadOnlyList<RejectedLine> Rejected);

/// <summary>RFC 9457, with what every refusal of ours says.</summary>
internal sealed record IntakeProblem(
    string Type, string Title, int Status, string Detail, string Code, string? Field = null, string? Given = null, string? Allowed = null,
    int? Accepted = null, int? Repeated = null, IReadOnlyList<RejectedLine>? Rejected = null);

[JsonSerializable(typeof(SegmentAnswer))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(RecordsAnswer))]
[JsonSerializable(typeof(IntakeProblem))]
internal sealed partial class IntakeJson : JsonSerializerContext
{
    /// <summary>Chinese and quotation marks stay readable, as in every other answer: these are read in terminals, never spliced into HTML.</summary>
    public static readonly IntakeJson Readable = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

internal static class IntakeAnswers
{
    private static readonly byte[] Success = """{"success":true}"""u8.ToArray();

    public static Task TakenAsync(HttpContext http, ParsedRequest parsed)
    {
        if (parsed.Rejected.Count > 0)
        {
            var rejected = parsed.Rejected.ConvertAll(item => new RejectedMessage(item.Item, item.Code, item.Field, item.Given, item.Allowed));
            return http.Response.WriteAsJsonAsync(new SegmentAnswer(true, parsed.Events.Count, rejected), IntakeJson.Readable.SegmentAnswer);
        }
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.ContentLength = Success.Length;
        return http.Response.Body.WriteAsync(Success).AsTask();
    }

    public static Task TakenAsync(HttpContext http, IntakeResult result, ParsedRequest parsed) => http.Response.WriteAsJsonAsync(
        new EventsAnswer(result.Accepted, result.Repeated, Lines(parsed)), IntakeJson.Readable.EventsAnswer);

    /// <summary>A list of records was read, whatever became of each.</summary>
    public static Task RecordsTakenAsync(HttpContext http, int accepted, int repeated, IReadOnlyList<RejectedItem> rejected) => http.Response.WriteAsJsonAsync(
        new RecordsAnswer(accepted, repeated, [.. rejected.Select(item => new RejectedMessage(item.Item, item.Code, item.Field, item.Given, item.Allowed))]),
        IntakeJson.Readable.RecordsAnswer);

    /// <summary>Nothing of it could be taken: the first reason as the problem, all of them in the list.</summary>
    public static Task NothingTakenAsync(HttpContext http, ParsedRequest parsed)
    {
        var problem = OfItem(parsed.Rejected[0]);
        return ProblemAsync(http, problem with
        {
            Status = parsed.Rejected.Count == 1 ? problem.Status : StatusCodes.Status422UnprocessableEntity,
            Detail = parsed.Rejected.Count == 1 ? problem.Detail : $"{problem.Detail} And {parsed.Rejected.Count - 1} more: see rejected.",
            Accepted = 0,
            Repeated = 0,
            Rejected = Lines(parsed),
        });
    }

    /// <summary>A message that came alone was refused: it has neither index nor line.</summary>
    public static Task MessageRefusedAsync(HttpContext http, RejectedItem item) => ProblemAsync(http, OfItem(item));

    private static IntakeProblem OfItem(RejectedItem item) => new(
        TypeOf(item.Code), "No event was taken",
        item.Code == "event.too_large" ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status422UnprocessableEntity,
        Sentence(item.Field, item.Given, item.Allowed), item.Code, item.Field, item.Given, item.Allowed);

    public static Task RefusedAsync(HttpContext http, BodyFault fault)
    {
        var status = fault.Code switch
        {
            IntakeBody.TooLarge => StatusCodes.Status413PayloadTooLarge,
            "intake.unknown_coding" or SensorsBody.Encrypted => StatusCodes.Status415UnsupportedMediaType,
            _ => StatusCodes.Status400BadRequest,
        };
        return ProblemAsync(http, new IntakeProblem(
            TypeOf(fault.Code), "The body cannot be read as events", status, Sentence(fault.Field, fault.Given, fault.Allowed),
            fault.Code, fault.Field, fault.Given, fault.Allowed));
    }

    /// <param name="given">Where a key was found; never the key itself.</param>
    public static Task BadKeyAsync(HttpContext http, string given)
    {
        const string Allowed = "a write key: as the user name of HTTP Basic with an empty password, or as writeKey in the body";
        http.Response.Headers.WWWAuthenticate = "Basic realm=\"shiyu\", charset=\"UTF-8\"";
        return ProblemAsync(http, new IntakeProblem(
            TypeOf("intake.bad_write_key"), "The write key is missing or unknown", StatusCodes.Status401Unauthorized,
            Sentence("write key", given, Allowed), "intake.bad_write_key", "writeKey", given, Allowed));
    }

    public static Task BusyAsync(HttpContext http, IntakeBusyException busy)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(busy.RetryAfter.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return ProblemAsync(http, new IntakeProblem(
            TypeOf("intake.busy"), "The intake queue is full", StatusCodes.Status429TooManyRequests,
            $"Nothing of this request was taken. Send it again, with the same ids, after {seconds} s.", "intake.busy"));
    }

    /// <summary>Of a SensorsData client: 403, because its Android client keeps what 401 would make it throw away.</summary>
    /// <param name="given">What was found; never the key itself.</param>
    public static Task BadTokenAsync(HttpContext http, string given)
    {
        const string Allowed = "token=WRITE_KEY in the query";
        return ProblemAsync(http, new IntakeProblem(
            TypeOf("intake.bad_write_key"), "The write key is missing or unknown", StatusCodes.Status403Forbidden,
            Sentence("token", given, Allowed), "intake.bad_write_key", "token", given, Allowed));
    }

    /// <summary>Of an order system: its request is not signed, or not now.</summary>
    public static Task UnsignedAsync(HttpContext http, BodyFault fault) => ProblemAsync(http, new IntakeProblem(
        TypeOf(fault.Code), "The request is not signed as it has to be", StatusCodes.Status401Unauthorized, Sentence(fault.Field, fault.Given, fault.Allowed),
        fault.Code, fault.Field, fault.Given, fault.Allowed));

    public static Task UnknownProjectAsync(HttpContext http, string project)
    {
        const string Allowed = "default, the name of the workspace that the address names, or no project";
        return ProblemAsync(http, new IntakeProblem(
            TypeOf("intake.unknown_project"), "There is no such workspace", StatusCodes.Status403Forbidden,
            Sentence("project", project, Allowed), "intake.unknown_project", "project", project, Allowed));
    }

    /// <summary>What a SensorsData client understands as "later": any 5xx; it reads no <c>Retry-After</c>.</summary>
    public static Task UnavailableAsync(HttpContext http) => ProblemAsync(http, new IntakeProblem(
        TypeOf("intake.busy"), "The intake queue is full", StatusCodes.Status503ServiceUnavailable, "Nothing of this request was taken. Send it again.", "intake.busy"));

    private static Task ProblemAsync(HttpContext http, IntakeProblem problem)
    {
        http.Response.StatusCode = problem.Status;
        return http.Response.WriteAsJsonAsync(problem, IntakeJson.Readable.IntakeProblem, "application/problem+json");
    }

    private static List<RejectedLine> Lines(ParsedRequest parsed) =>
        parsed.Rejected.ConvertAll(item => new RejectedLine(item.Item, item.Code, item.Field, item.Given, item.Allowed));

    private static string TypeOf(string code) => $"/problems/{code}";

    private static string Sentence(string field, string given, string allowed) =>
        $"{(field.Length == 0 ? "The event" : field)}: given {given}; allowed: {allowed}.";
}
