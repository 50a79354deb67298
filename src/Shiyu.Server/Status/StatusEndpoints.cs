using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;
using Shiyu.WeCom;

namespace Shiyu.Server.Status;

/// <summary>How the server is, for machines that watch it, and what intake took and refused.</summary>
internal static class StatusEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", Health).AllowAnonymous().WithName("getHealth").Produces<string>(200, "text/plain").WithSummary("The process answers.");
        app.MapGet("/readyz", Readiness).AllowAnonymous().WithName("getReadiness").Produces<string>(200, "text/plain").WithSummary("Everything from before the start is folded, and the writer is well.").ProducesProblem(503);
        // Some machines that watch ask with HEAD; without these the console's page would answer them, ready or not.
        app.MapMethods("/healthz", [HttpMethods.Head], Health).AllowAnonymous().ExcludeFromDescription();
        app.MapMethods("/readyz", [HttpMethods.Head], Readiness).AllowAnonymous().ExcludeFromDescription();
    }

    public static void MapIntakeStatus(this IEndpointRouteBuilder api)
    {
        api.MapGet("/intake/status", Status).WithName("getIntakeStatus").WithSummary("Durable counts of distinct events; equal accepted and folded: everything taken has been decided on.");
        api.MapGet("/intake/rejections", RejectionsAsync).WithName("listRejections").WithSummary("What was not taken, newest first, and why.").ProducesProblem(400);
    }

    public static void MapWeComStatus(this IEndpointRouteBuilder api) =>
        api.MapGet("/wecom/status", WeCom).WithName("getWeComStatus").WithSummary("How things stand with WeCom: token, last error, tasks that wait to be settled.");

    private static ContentHttpResult Health() => TypedResults.Text("ok\n");

    private static Results<ContentHttpResult, ProblemHttpResult> Readiness(ShiyuRuntime runtime) =>
        runtime.IsReady ? TypedResults.Text("ready\n") : Problem.Of(ProblemTypes.NotReady, "What was taken before the start is still being folded.");

    private static Ok<WeComStatusView> WeCom(WeComStatus status) => TypedResults.Ok(status.View());

    private static Ok<IntakeStatus> Status(ShiyuRuntime runtime) => TypedResults.Ok(runtime.Status);

    private static async Task<Ok<Page<RejectionView>>> RejectionsAsync(ShiyuRuntime runtime, string? cursor = null, string? limit = null)
    {
        var count = PageQuery.Count(limit);
        return TypedResults.Ok(await PageQuery.AskAsync(cursor, () => runtime.RejectionsAsync(cursor, count)));
    }
}
