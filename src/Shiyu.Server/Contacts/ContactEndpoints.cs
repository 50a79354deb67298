using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;
using Shiyu.WeCom.Contacts;

namespace Shiyu.Server.Contacts;

/// <summary>WeCom's address book as we know it: members, customer groups, the synchronisation and what it repaired.</summary>
internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/wecom/sync", Sync).WithName("getSync").WithSummary("How the synchronisation with WeCom stands: the pass under way, the last one, and when the next begins.");
        api.MapPost("/wecom/sync", StartSync).WithName("startSync").WithSummary("Compares everything with WeCom now; a pass that rests after a failure goes on.").ProducesProblem(409);
        api.MapGet("/wecom/members", Members).WithName("listMembers").WithSummary("The members who serve customers: names, states and friends.").ProducesProblem(400);
        api.MapGet("/wecom/groups", Groups).WithName("listCustomerGroups").WithSummary("Customer groups (客户群), by name.").ProducesProblem(400);
        api.MapGet("/wecom/drift", DriftAsync).WithName("listDrift").WithSummary("Where WeCom and we differed, newest first, and the event that repaired it.").ProducesProblem(400);
    }

    private static Ok<SyncView> Sync(ContactDesk desk) => TypedResults.Ok(desk.Sync());

    private static Results<Ok<SyncView>, ProblemHttpResult> StartSync(ContactDesk desk) =>
        desk.StartSync() ? TypedResults.Ok(desk.Sync()) : Problem.Of(ProblemTypes.WeComNotConfigured, "WeCom's corp id and secret are not set.");

    private static Ok<Page<MemberView>> Members(ContactDesk desk, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(desk.Members(), member => member.Userid, cursor, limit));

    private static async Task<Ok<Page<GroupView>>> Groups(ContactDesk desk, string? cursor = null, string? limit = null)
    {
        PageQuery.Count(limit);
        return TypedResults.Ok(PageQuery.Of(await Task.Run(desk.Groups), group => group.Id, cursor, limit));
    }

    private static async Task<Ok<Page<DriftView>>> DriftAsync(ContactDesk desk, ShiyuRuntime runtime, string? cursor = null, string? limit = null)
    {
        var count = PageQuery.Count(limit);
        // One more than asked for tells whether there is a next page.
        var page = await Task.Run(() => desk.Drift(cursor ?? "", count + 1));
        var items = page.Take(count).Select(drift => drift with { Customer = runtime.FindCustomer("external_userid:" + drift.ExternalUserid) }).ToList();
        return TypedResults.Ok(new Page<DriftView>(items, page.Count > count ? items[^1].Id : null));
    }
}
