using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Customers;

/// <summary>Customers: found, listed, shown in full, and their timeline.</summary>
internal static class CustomerEndpoints
{
    private static readonly string[] Kinds =
        ["event", "tag_entered", "tag_left", "run_started", "run_moved", "step", "run_ended", "trigger_forgotten", "delivery", "merged", "definitions"];

    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/customers", ListAsync).WithName("listCustomers")
            .WithSummary("Customers; filtered by an exact identity (kind:value), a tag (GROUP/TAG), or a part of a name or identity.").ProducesProblem(400);
        api.MapGet("/customers/{id}", GetAsync).WithName("getCustomer").WithSummary("One customer in full.").ProducesProblem(404);
        api.MapGet("/customers/{id}/timeline", TimelineAsync).WithName("getTimeline")
            .WithSummary("What happened to a customer and what was decided, newest first.").ProducesProblem(400).ProducesProblem(404);
        api.MapExplain();
    }

    private static async Task<Ok<Page<CustomerSummary>>> ListAsync(
        ShiyuRuntime runtime, string? identity = null, string? tag = null, string? q = null, string? cursor = null, string? limit = null)
    {
        if (identity is not null && Identity.Parse(identity) is null)
            throw new FieldException("identity", identity, "kind:value, where kind is one of " + string.Join(", ", IdentityKinds.All.Select(kind => kind.Name())));
        if (tag is not null && tag.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]) throw new FieldException("tag", tag, "GROUP/TAG, for example lifecycle/first");
        var count = PageQuery.Count(limit);
        return TypedResults.Ok(await PageQuery.AskAsync(cursor, () => runtime.CustomersAsync(identity, tag, string.IsNullOrWhiteSpace(q) ? null : q.Trim(), cursor, count)));
    }

    private static async Task<Results<Ok<CustomerDetail>, ProblemHttpResult>> GetAsync(ShiyuRuntime runtime, string id) =>
        await runtime.CustomerAsync(id) is { } customer ? TypedResults.Ok(customer) : Unknown(id);

    private static async Task<Results<Ok<Page<TimelineEntry>>, ProblemHttpResult>> TimelineAsync(
        ShiyuRuntime runtime, string id, string? kind = null, string? cursor = null, string? limit = null)
    {
        PageQuery.OneOf("kind", kind, Kinds);
        var count = PageQuery.Count(limit);
        var page = await PageQuery.AskAsync(cursor, () => runtime.TimelineAsync(id, kind, cursor, count));
        return page is not null ? TypedResults.Ok(page) : Unknown(id);
    }

    public static ProblemHttpResult Unknown(string id) => Problem.Of(ProblemTypes.UnknownCustomer, "id", id, "the id of a customer in GET /api/customers");
}
