using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Learning;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Learning;

/// <summary>What messages were learned to be worth, and what a guardrail has stopped.</summary>
internal static class LearningEndpoints
{
    public static void MapLearning(this IEndpointRouteBuilder api)
    {
        api.MapGet("/values", (ShiyuRuntime runtime) => TypedResults.Ok(runtime.Learned())).WithName("getValues")
            .WithSummary("What was learned of the worth of messages, by SOP, material and segment: the table that arbitration goes by.");
        api.MapPost("/values", LearnAsync).WithName("learnValues")
            .WithSummary("Learns now instead of in the night: counts what came of the messages delivered so far. Answers when everyone is decided by it.");
        api.MapGet("/guardrails", List).WithName("listGuardrailStops").WithSummary("Steps and materials that the guardrail has stopped.").ProducesProblem(400);
        api.MapPost("/guardrails/resume", ResumeAsync).WithName("resumeStopped")
            .WithSummary("Lets a stopped step or material go again. Only what is delivered from then on is watched.").ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<Ok<LearnedView>> LearnAsync(ShiyuRuntime runtime, CancellationToken stop) => TypedResults.Ok(await runtime.LearnAsync(stop));

    private static Ok<Page<GuardrailStopView>> List(ShiyuRuntime runtime, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(runtime.GuardrailStops(), stop => stop.What, cursor, limit));

    private static async Task<Results<Ok<Page<GuardrailStopView>>, ProblemHttpResult>> ResumeAsync(ShiyuRuntime runtime, ResumeStopRequest body)
    {
        const string Allowed = "what GET /api/guardrails lists: step:SOP/STEP or material:NAME";
        if (string.IsNullOrEmpty(body.What)) return Problem.Of(ProblemTypes.InvalidParameter, "what", "nothing", Allowed);
        return await runtime.ResumeStoppedAsync(body.What) ? List(runtime) : Problem.Of(ProblemTypes.NotStopped, "what", body.What, Allowed);
    }
}
