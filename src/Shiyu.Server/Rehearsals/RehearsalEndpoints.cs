using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Queries;
using Shiyu.Runtime.Rehearsing.Jobs;
using Shiyu.Runtime.Rehearsing.Reporting;
using Shiyu.Server.Definitions;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;
using Shiyu.WeCom;

namespace Shiyu.Server.Rehearsals;

/// <summary>What drafts would have done on the log so far: begun, watched, cancelled, read, and followed down to one customer. Nothing is sent and nothing changed.</summary>
internal static class RehearsalEndpoints
{
    private const int TextBytesMax = 1 << 20;

    public static void MapRehearsals(this IEndpointRouteBuilder api)
    {
        api.MapPost("/rehearsals", Start).WithName("startRehearsal")
            .WithSummary("Rehearses one draft, or two to compare, on a stretch of the log in the background; one rehearsal at a time.")
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(422);
        api.MapGet("/rehearsals", List).WithName("listRehearsals").WithSummary("The last few rehearsals since the server started, newest first, without their reports.").ProducesProblem(400);
        api.MapGet("/rehearsals/{id}", Get).WithName("getRehearsal").WithSummary("One rehearsal: how far it is, and when it is done its reports.").ProducesProblem(404);
        api.MapPost("/rehearsals/{id}/cancel", Cancel).WithName("cancelRehearsal").WithSummary("Stops a rehearsal that is running.").ProducesProblem(404);
        api.MapGet("/rehearsals/{id}/customers", CustomersAsync).WithName("listRehearsedCustomers")
            .WithSummary("The customers behind a number of a report: a figure, narrowed to an SOP, a day, a member, a reason and so on.").ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/rehearsals/{id}/customers/{customer}/story", StoryAsync).WithName("getRehearsedStory")
            .WithSummary("What a draft would have done with one customer, among everything that happened, newest first.").ProducesProblem(400).ProducesProblem(404);
    }

    private static Results<Accepted<RehearsalView>, ProblemHttpResult> Start(ShiyuRuntime runtime, WeComOptions wecom, RehearsalRequestBody body)
    {
        var drafts = body.Drafts ?? [];
        if (body.SlotSeconds is < 1 or > 86_400)
            return Problem.Of(ProblemTypes.InvalidParameter, "slotSeconds", body.SlotSeconds.Value.ToString(CultureInfo.InvariantCulture), "1 to 86400");
        for (var i = 0; i < drafts.Count; i++)
            if (Fault(drafts[i], i) is { } fault) return fault;
        if (drafts.Sum(draft => draft.Files?.Sum(file => Encoding.UTF8.GetByteCount(file.Value)) ?? 0) > TextBytesMax)
            return Problem.Of(ProblemTypes.BodyTooLarge, $"Drafts may have {TextBytesMax >> 10} KiB of text together.");

        var request = new RehearsalRequest(
            Given(body.From), Given(body.To),
            [.. drafts.Select(draft => new RehearsalDraft(
                Given(draft.Title), draft.Files?.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value)) ?? [], draft.Without ?? [], draft.AsLive == true))],
            body.SlotSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : wecom.Slot);
        return runtime.Rehearsals.Start(request) switch
        {
            RehearsalStart.Started started => TypedResults.Accepted($"/api/rehearsals/{started.View.Id}", started.View),
            RehearsalStart.Busy busy => Problem.Of(ProblemTypes.RehearsalRunning, $"Rehearsal {busy.Id} is still running: wait for it, or cancel it."),
            RehearsalStart.Refused refused => Problem.Refused(ProblemTypes.RefusedDraft, [.. refused.Refusals.Select(RefusalItem.From)]),
            RehearsalStart.Invalid invalid => Problem.Of(ProblemTypes.InvalidParameter, invalid.Field, invalid.Given, invalid.Allowed),
            var other => throw new InvalidOperationException($"Unknown answer {other.GetType().Name}."),
        };
    }

    private static Ok<Page<RehearsalView>> List(ShiyuRuntime runtime, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(runtime.Rehearsals.List(), rehearsal => rehearsal.Id, cursor, limit));

    private static Results<Ok<RehearsalView>, ProblemHttpResult> Get(ShiyuRuntime runtime, string id) =>
        runtime.Rehearsals.Show(id) is { } view ? TypedResults.Ok(view) : Unknown(id);

    private static Results<Ok<RehearsalView>, ProblemHttpResult> Cancel(ShiyuRuntime runtime, string id) =>
        runtime.Rehearsals.Cancel(id) is { } view ? TypedResults.Ok(view) : Unknown(id);

    private static async Task<Results<Ok<Page<RehearsedCustomerView>>, ProblemHttpResult>> CustomersAsync(
        ShiyuRuntime runtime, string id, string? figure = null, int draft = 0, string? sop = null, string? day = null, string? step = null, string? member = null,
        string? material = null, string? outcome = null, string? reason = null, string? other = null, string? cursor = null, string? limit = null)
    {
        if (figure is null || !FigureQuery.Names.Contains(figure)) throw new FieldException("figure", figure ?? "", string.Join(", ", FigureQuery.Names));
        if (day is not null && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            throw new FieldException("day", day, "YYYY-MM-DD");
        var count = PageQuery.Count(limit);
        var query = new FigureQuery(figure, sop, day, step, member, material, outcome, reason, other);
        return await PageQuery.AskAsync(cursor, () => runtime.Rehearsals.CustomersAsync(id, draft, query, cursor, count)) is { } page
            ? TypedResults.Ok(page) : Unknown(id);
    }

    private static async Task<Results<Ok<Page<TimelineEntry>>, ProblemHttpResult>> StoryAsync(
        ShiyuRuntime runtime, string id, string customer, int draft = 0, string? cursor = null, string? limit = null)
    {
        var count = PageQuery.Count(limit);
        return await PageQuery.AskAsync(cursor, () => runtime.Rehearsals.StoryAsync(id, draft, customer, cursor, count)) is { } page
            ? TypedResults.Ok(page) : Unknown(id);
    }

    private static ProblemHttpResult? Fault(RehearsedDraftBody? draft, int place)
    {
        if (draft is null) return Problem.Of(ProblemTypes.InvalidParameter, $"drafts[{place}]", "null", "a draft");
        foreach (var (path, text) in draft.Files ?? new Dictionary<string, string>())
        {
            if (text is null) return Problem.Of(ProblemTypes.InvalidParameter, $"drafts[{place}].files.{path}", "null", "the file's text");
            if (!DefinitionEndpoints.IsPath(path))
                return Problem.Of(ProblemTypes.InvalidParameter, $"drafts[{place}].files", path, "relative paths with '/' between folders, without '..', ending in .yaml, .yml or .json");
        }
        return null;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ProblemHttpResult Unknown(string id) =>
        Problem.Of(ProblemTypes.UnknownRehearsal, "id", id, "the id of a rehearsal in GET /api/rehearsals that is done, one of its drafts, and a customer of this workspace");
}
