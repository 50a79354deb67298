using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Store;

namespace Shiyu.Server.Deliveries;

/// <summary>What was decided to be sent or done, and what became of it.</summary>
internal static class DeliveryEndpoints
{
    private static readonly Dictionary<string, DeliveryState> States =
        Enum.GetValues<DeliveryState>().ToDictionary(state => state.ToString().ToLowerInvariant());

    private static readonly string[] Kinds = ["message", "task", "invite", "remove", "call"];

    public static void MapDeliveries(this IEndpointRouteBuilder api) =>
        api.MapGet("/deliveries", ListAsync).WithName("listDeliveries")
            .WithSummary("Deliveries, newest first, with their state and its reason; of tasks whether they are overdue, or what they came to.").ProducesProblem(400);

    private static async Task<Ok<Page<DeliveryView>>> ListAsync(
        ShiyuRuntime runtime, string? state = null, string? customer = null, string? sop = null, string? kind = null, string? cursor = null, string? limit = null)
    {
        PageQuery.OneOf("state", state, States.Keys);
        PageQuery.OneOf("kind", kind, Kinds);
        var count = PageQuery.Count(limit);
        return TypedResults.Ok(await PageQuery.AskAsync(cursor, () =>
            runtime.DeliveriesAsync(state is null ? null : States[state], customer, sop, kind, cursor, count)));
    }
}
