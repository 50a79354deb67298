using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Sops;

/// <summary>SOPs as they stand, with counts.</summary>
internal static class SopEndpoints
{
    public static void MapSops(this IEndpointRouteBuilder api)
    {
        api.MapGet("/sops", ListAsync).WithName("listSops").WithSummary("SOPs by name, with what their runs came to.").ProducesProblem(400);
        api.MapGet("/sops/{sop}", GetAsync).WithName("getSop").WithSummary("One SOP, with its steps and the counts of each.").ProducesProblem(404);
    }

    private static async Task<Ok<Page<SopSummary>>> ListAsync(ShiyuRuntime runtime, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(await runtime.SopsAsync(), sop => sop.Id, cursor, limit));

    private static async Task<Results<Ok<SopDetail>, ProblemHttpResult>> GetAsync(ShiyuRuntime runtime, string sop) =>
        await runtime.SopAsync(sop) is { } found ? TypedResults.Ok(found)
            : Problem.Of(ProblemTypes.UnknownSop, "sop", sop, "the id of an SOP in GET /api/sops");
}
