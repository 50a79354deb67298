using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Publishing;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Publishing;

/// <summary>The versions that an SOP has had.</summary>
internal static class VersionEndpoints
{
    public static void MapVersions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/sops/{sop}/versions", ListAsync).WithName("listSopVersions").WithSummary("The versions of an SOP, newest first, and the runs that go by each.")
            .ProducesProblem(400).ProducesProblem(404);
        api.MapGet("/sops/{sop}/versions/{number:int}", GetAsync).WithName("getSopVersion").WithSummary("One version of an SOP, with its file.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<Page<SopVersionView>>, ProblemHttpResult>> ListAsync(ShiyuRuntime runtime, string sop, string? cursor = null, string? limit = null) =>
        await runtime.VersionsAsync(sop) is { } versions
            ? TypedResults.Ok(PageQuery.Of(versions, version => version.Number.ToString(CultureInfo.InvariantCulture), cursor, limit))
            : Problem.Of(ProblemTypes.UnknownSop, "sop", sop, "the id of an SOP in GET /api/sops, or of one that there was");

    private static async Task<Results<Ok<SopVersionFile>, ProblemHttpResult>> GetAsync(ShiyuRuntime runtime, string sop, int number) =>
        await runtime.VersionAsync(sop, number) is { } version
            ? TypedResults.Ok(version)
            : Problem.Of(ProblemTypes.UnknownVersion, "number", number.ToString(CultureInfo.InvariantCulture), $"a version in GET /api/sops/{sop}/versions");
}
