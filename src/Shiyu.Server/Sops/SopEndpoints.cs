using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.ByHand;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Sops;

/// <summary>SOPs as they stand, with counts, and what people do with them.</summary>
internal static class SopEndpoints
{
    public static void MapSops(this IEndpointRouteBuilder api)
    {
        api.MapGet("/sops", ListAsync).WithName("listSops").WithSummary("SOPs by name, with what their runs came to.").ProducesProblem(400);
        api.MapGet("/sops/{sop}", GetAsync).WithName("getSop").WithSummary("One SOP, with its steps and the counts of each.").ProducesProblem(404);
        api.MapPost("/sops/{sop}/start", StartAsync).WithName("startSop")
            .WithSummary("Starts a run for one customer by hand, whatever the SOP's trigger. Answers when it is decided whether one started, and else why not.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(429);
        api.MapPost("/sops/{sop}/pause", PauseAsync).WithName("pauseSop")
            .WithSummary("Stops hand-over at once: runs stand still until the SOP is resumed, and what ends runs ends them all the same.").ProducesProblem(404);
        api.MapPost("/sops/{sop}/resume", ResumeAsync).WithName("resumeSop")
            .WithSummary("Lets a paused SOP go on. What became due meanwhile is sent unless it has expired, or is dropped.").ProducesProblem(400).ProducesProblem(404);
    }

    private static async Task<Ok<Page<SopSummary>>> ListAsync(ShiyuRuntime runtime, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(await runtime.SopsAsync(), sop => sop.Id, cursor, limit));

    private static async Task<Results<Ok<SopDetail>, ProblemHttpResult>> GetAsync(ShiyuRuntime runtime, string sop) =>
        await runtime.SopAsync(sop) is { } found ? TypedResults.Ok(found) : Unknown(sop);

    private static async Task<Results<Ok<HandStart>, ProblemHttpResult>> StartAsync(ShiyuRuntime runtime, string sop, StartRequest body)
    {
        const string Allowed = "the id of a customer in GET /api/customers, or an identity kind:value";
        if (string.IsNullOrEmpty(body.Customer)) return Problem.Of(ProblemTypes.InvalidParameter, "customer", "nothing", Allowed);
        if (runtime.Definitions.Sops.All(known => known.Name != sop)) return Unknown(sop);
        if (runtime.FindCustomer(body.Customer) is not { } customer) return Problem.Of(ProblemTypes.UnknownCustomer, "customer", body.Customer, Allowed);
        return await runtime.StartAsync(sop, customer) is { } decided ? TypedResults.Ok(decided) : Unknown(sop);
    }

    private static async Task<Results<Ok<SopPauseView>, ProblemHttpResult>> PauseAsync(ShiyuRuntime runtime, string sop) =>
        await runtime.PauseAsync(sop) is { } paused ? TypedResults.Ok(paused) : Unknown(sop);

    private static async Task<Results<Ok<SopPauseView>, ProblemHttpResult>> ResumeAsync(ShiyuRuntime runtime, string sop, ResumeRequest body)
    {
        if (body.Due is not ("send" or "drop"))
            return Problem.Of(ProblemTypes.InvalidParameter, "due", body.Due ?? "nothing", "send (what became due meanwhile and has not expired) or drop");
        return await runtime.ResumeAsync(sop, drop: body.Due == "drop") is { } resumed ? TypedResults.Ok(resumed) : Unknown(sop);
    }

    private static ProblemHttpResult Unknown(string sop) => Problem.Of(ProblemTypes.UnknownSop, "sop", sop, "the id of an SOP in GET /api/sops");
}
