using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Sops;

/// <summary>SOPs as they stand, with counts.</summary>
internal static class SopEndpoints
{
    public static void MapSops(this IEndpointRouteBuilder api)
    {
        api.MapGet("/sops", ListAsync).WithName("listSops").WithSummary("Every SOP, with what its runs came to.");
        api.MapGet("/sops/{sop}", GetAsync).WithName("getSop").WithSummary("One SOP, with its steps and the counts of each.").ProducesProblem(404);
    }

    // All of them are in memory and few; the answer has the shape of every list, and no next page.
    private static async Task<Ok<Page<SopSummary>>> ListAsync(ShiyuRuntime runtime) => TypedResults.Ok(new Page<SopSummary>(await runtime.SopsAsync(), null));

    private static async Task<Results<Ok<SopDetail>, ProblemHttpResult>> GetAsync(ShiyuRuntime runtime, string sop) =>
        await runtime.SopAsync(sop) is { } found ? TypedResults.Ok(found)
            : Problem.Of(ProblemTypes.UnknownSop, "sop", sop, "the id of an SOP in GET /api/sops");
}
