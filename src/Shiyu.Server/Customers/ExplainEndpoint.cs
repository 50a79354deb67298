using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using Shiyu.Runtime;
using Shiyu.Runtime.Intake;
using Shiyu.Runtime.Queries.Explaining;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Customers;

/// <summary>Why an SOP does or does not do something for a customer, now or at any instant so far.</summary>
internal static class ExplainEndpoint
{
    public static void MapExplain(this IEndpointRouteBuilder api) =>
        api.MapGet("/customers/{id}/explain", ExplainAsync).WithName("explainSop").WithTags(nameof(CustomerEndpoints))
            .WithSummary("Why an SOP does or does not do something for a customer: each condition's truth with what it rests on, where the run stands, and what was decided for it; at any instant so far (ISO 8601; default now).")
            .ProducesProblem(400).ProducesProblem(404)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                // Kept optional in the signature, so that a missing one is answered in our own words.
                foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.Name == "sop"))
                    parameter.Required = true;
                return Task.CompletedTask;
            });

    private static async Task<Results<Ok<ExplainView>, ProblemHttpResult>> ExplainAsync(ShiyuRuntime runtime, string id, string? sop = null, string? at = null)
    {
        if (string.IsNullOrEmpty(sop)) throw new FieldException("sop", sop ?? "", "the id of an SOP in GET /api/sops");
        long? atMs = null;
        if (at is not null)
            atMs = EventTime.TryParse(Encoding.UTF8.GetBytes(at), runtime.FromLocalMs, out var parsed) ? parsed
                : throw new FieldException("at", at, EventTime.Allowed + "; in a URL the + is written %2B");
        return await runtime.ExplainAsync(id, sop, atMs) switch
        {
            ExplainAnswer.Explained explained => TypedResults.Ok(explained.View),
            ExplainAnswer.UnknownSop unknown => Problem.Of(ProblemTypes.UnknownSop, "sop", sop, $"the id of an SOP that was in force at {unknown.At}"),
            // Without a time the question is about now, which every customer has reached.
            ExplainAnswer.OutOfTime beyond => throw new FieldException(
                "at", at ?? "now", $"an instant from the customer's first event to now: {beyond.From} to {beyond.To}"),
            _ => CustomerEndpoints.Unknown(id),
        };
    }
}
