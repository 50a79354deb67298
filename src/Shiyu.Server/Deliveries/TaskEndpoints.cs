using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.ByHand;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Deliveries;

/// <summary>Advisors' tasks: what there is to do, and finishing it. All of them, done ones too, are listed as deliveries of the kinds <c>task</c>, <c>invite</c> and <c>remove</c>.</summary>
internal static class TaskEndpoints
{
    private const int OutcomeMax = 256;
    private const int NoteMax = 4_000;

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tasks", ListAsync).WithName("listTasks").WithSummary("What advisors have yet to do, or one member has, due first first; overdue ones say so.").ProducesProblem(400);
        api.MapPost("/tasks/{id}/done", FinishAsync).WithName("finishTask")
            .WithSummary("Finishes a task, once, with its outcome, which waits and conditions read as the event task.done; a repeat answers what the first said.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(429);
    }

    private static async Task<Ok<Page<DeliveryView>>> ListAsync(ShiyuRuntime runtime, string? member = null, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(await runtime.OpenTasksAsync(member), task => task.Id, cursor, limit));

    private static async Task<Results<Ok<FinishedTask>, ProblemHttpResult>> FinishAsync(ShiyuRuntime runtime, string id, TaskOutcome body)
    {
        if (string.IsNullOrWhiteSpace(body.Outcome) || body.Outcome.Length > OutcomeMax)
            return Problem.Of(ProblemTypes.InvalidParameter, "outcome", Shown(body.Outcome), $"text of 1 to {OutcomeMax} characters");
        if (body.Note?.Length > NoteMax) return Problem.Of(ProblemTypes.InvalidParameter, "note", Shown(body.Note), $"text of at most {NoteMax} characters, or nothing");
        return await runtime.FinishTaskAsync(id, body.Outcome, body.Note) is { } finished ? TypedResults.Ok(finished)
            : Problem.Of(ProblemTypes.UnknownTask, "id", id, "the id of a delivery of the kind task, invite or remove in GET /api/deliveries");
    }

    private static string Shown(string? text) => text is null ? "nothing" : text.Length <= 100 ? text : $"{text.Length} characters";
}
