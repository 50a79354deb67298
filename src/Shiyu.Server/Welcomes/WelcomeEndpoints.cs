using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;
using Shiyu.WeCom.Welcomes;

namespace Shiyu.Server.Welcomes;

/// <summary>Which welcome goes to whom.</summary>
internal static class WelcomeEndpoints
{
    public static void MapWelcomes(this IEndpointRouteBuilder api)
    {
        api.MapGet("/welcomes", List).WithName("listWelcomes").WithSummary("Welcome rules, the most specific first.").ProducesProblem(400);
        api.MapPut("/welcomes/{name}", PutAsync).WithName("putWelcome").WithSummary("Declares a welcome rule or changes it.").ProducesProblem(422);
        api.MapDelete("/welcomes/{name}", DeleteAsync).WithName("deleteWelcome").WithSummary("Takes a welcome rule away.").ProducesProblem(404);
        api.MapGet("/welcomes/preview", Preview).WithName("previewWelcome")
            .WithSummary("Which welcome somebody would get who adds a member by a channel at an instant, and why no other.").ProducesProblem(400);
    }

    private static Ok<Page<WelcomeRuleView>> List(WelcomeDesk desk, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(desk.Rules, rule => rule.Name, cursor, limit));

    private static async Task<Results<Ok<WelcomeRuleView>, ProblemHttpResult>> PutAsync(WelcomeDesk desk, string name, WelcomeRequest body)
    {
        var (view, refusals) = await desk.PutAsync(name, body);
        return view is not null ? TypedResults.Ok(view)
            : Problem.Refused(ProblemTypes.InvalidWelcome, [.. refusals.Select(refusal => new RefusalItem(ProblemTypes.InvalidWelcome.Code, "", 0, refusal.Field, refusal.Given, refusal.Allowed))]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(WelcomeDesk desk, string name) => await desk.RemoveAsync(name) ? TypedResults.NoContent()
        : Problem.Of(ProblemTypes.UnknownWelcome, "name", name, "the name of a rule in GET /api/welcomes");

    private static Ok<WelcomePreview> Preview(WelcomeDesk desk, string? member = null, string? channel = null, string? at = null)
    {
        DateTimeOffset? instant = null;
        if (at is not null)
            instant = DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed) ? parsed
                : throw new FieldException("at", at, "an instant as 2026-03-01T12:00:00+08:00");
        return TypedResults.Ok(desk.Preview(member ?? "", channel ?? "", instant));
    }
}
