using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;

namespace Shiyu.Server.Overview;

/// <summary>The whole at a glance: counts, tags, merges, and what time it is here.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder api)
    {
        api.MapGet("/overview", OverviewAsync).WithName("getOverview").WithSummary("Live counts of customers, events, tags, messages, replies and deletions.");
        api.MapGet("/clock", Clock).WithName("getClock").WithSummary("Business time, and whether it runs faster than the wall's.");
        api.MapGet("/tags", TagsAsync).WithName("listTags").WithSummary("Tag groups in order, with the number of customers who hold each tag.").ProducesProblem(400);
        api.MapGet("/merges", MergesAsync).WithName("listMerges").WithSummary("Customers that became one, and merges that wait for a person.").ProducesProblem(400);
    }

    private static async Task<Ok<OverviewView>> OverviewAsync(ShiyuRuntime runtime) => TypedResults.Ok(await runtime.OverviewAsync());

    private static Ok<ClockView> Clock(ShiyuRuntime runtime) => TypedResults.Ok(runtime.ClockNow);

    private static async Task<Ok<Page<TagGroupView>>> TagsAsync(ShiyuRuntime runtime, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(await runtime.TagsAsync(), group => group.Id, cursor, limit));

    private static async Task<Ok<Page<MergeView>>> MergesAsync(ShiyuRuntime runtime, string? cursor = null, string? limit = null)
    {
        var count = PageQuery.Count(limit);
        return TypedResults.Ok(await PageQuery.AskAsync(cursor, () => runtime.MergesAsync(cursor, count)));
    }
}
