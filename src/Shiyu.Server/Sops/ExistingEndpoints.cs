using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Engine.Definitions;
using Shiyu.Runtime;
using Shiyu.Runtime.Existing;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Sops;

/// <summary>Existing customers of an SOP: counted, let in one after another, watched, stopped.</summary>
internal static class ExistingEndpoints
{
    public static void MapExisting(this IEndpointRouteBuilder api)
    {
        api.MapPost("/sops/{sop}/existing", StartAsync).WithName("letExistingIn")
            .WithSummary("Lets in, at a pace, the customers who would enter the SOP now and are in none of its runs; or only counts them (preview).")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/sops/{sop}/existing", GetAsync).WithName("getExisting").WithSummary("How letting existing customers in goes, or went last.").ProducesProblem(404);
        api.MapDelete("/sops/{sop}/existing", StopAsync).WithName("stopExisting").WithSummary("Lets nobody more in. Runs that started go on.").ProducesProblem(404);
    }

    private static async Task<Results<Ok<ExistingView>, ProblemHttpResult>> StartAsync(ShiyuRuntime runtime, string sop, ExistingRequest? body = null)
    {
        Pace? pace = null;
        if (body?.Pace is { } written && (pace = Pace.Parse(written)) is null) return Problem.Of(ProblemTypes.InvalidParameter, "pace", written, Pace.Form);
        return Told(sop, body?.Preview == true ? await runtime.PreviewExistingAsync(sop, pace) : await runtime.StartExistingAsync(sop, pace));
    }

    private static async Task<Results<Ok<ExistingView>, ProblemHttpResult>> GetAsync(ShiyuRuntime runtime, string sop) => Told(sop, await runtime.ExistingAsync(sop));

    private static async Task<Results<Ok<ExistingView>, ProblemHttpResult>> StopAsync(ShiyuRuntime runtime, string sop) => Told(sop, await runtime.StopExistingAsync(sop));

    private static Results<Ok<ExistingView>, ProblemHttpResult> Told(string sop, ExistingAnswer answer) => answer switch
    {
        ExistingAnswer.Shown shown => TypedResults.Ok(shown.View),
        ExistingAnswer.UnknownSop => Problem.Of(ProblemTypes.UnknownSop, "sop", sop, "the id of an SOP in GET /api/sops"),
        ExistingAnswer.NobodyMeant => Problem.Of(ProblemTypes.NobodyMeant, "sop", sop, "an SOP with a tag or audience as trigger, or with an event or by hand and a 'when'"),
        ExistingAnswer.AlreadyRunning => Problem.Of(ProblemTypes.AlreadyLettingIn, "stop it first, with DELETE"),
        _ => throw new InvalidOperationException($"Unknown answer {answer}."),
    };
}

/// <param name="Pace">Customers and a unit of time, <c>500/h</c>; left out: the SOP's own, and without one all at once.</param>
/// <param name="Preview">Only count.</param>
internal sealed record ExistingRequest(string? Pace, bool? Preview);
