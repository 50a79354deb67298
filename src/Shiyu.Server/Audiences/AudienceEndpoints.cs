using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using Shiyu.Engine.Definitions;
using Shiyu.Runtime;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Audiences;

/// <summary>The named conditions, and asking how many customers a condition holds for.</summary>
internal static class AudienceEndpoints
{
    public static void MapAudiences(this IEndpointRouteBuilder api)
    {
        api.MapGet("/audiences", List).WithName("listAudiences").WithSummary("Audiences by name, with their conditions.").ProducesProblem(400);
        api.MapPost("/audiences/count", CountAsync).WithName("countAudience")
            .WithSummary("How many customers a condition holds for now. The body is the condition, or {\"when\": condition}.")
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                // Not declared as accepted JSON: that would turn away callers who send a condition without its content type.
                operation.RequestBody = new OpenApiRequestBody
                {
                    Required = true,
                    Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = new OpenApiSchema() } },
                };
                return Task.CompletedTask;
            })
            .ProducesProblem(400).ProducesProblem(422);
    }

    private static Ok<Page<AudienceView>> List(ShiyuRuntime runtime, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(runtime.Audiences(), audience => audience.Id, cursor, limit));

    private static async Task<Results<Ok<AudienceCount>, ProblemHttpResult>> CountAsync(ShiyuRuntime runtime, HttpRequest request, CancellationToken stop)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, stop);
        if (body.Length == 0) return Problem.Of(ProblemTypes.MalformedBody, "body", "nothing", "a condition as JSON, or {\"when\": condition}");
        TreeNode tree;
        try
        {
            tree = JsonTree.Read(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (UnreadableTreeException unreadable)
        {
            return Problem.Of(ProblemTypes.MalformedBody, unreadable.Message);
        }
        var condition = tree is TreeNode.Mapping { Entries: [{ Key: "when", Value: var inner }] } ? inner : tree;
        var parsed = DefinitionParser.ParseCondition(condition, runtime.Definitions);
        return parsed.Condition is { } when
            ? TypedResults.Ok(new AudienceCount(await runtime.CountAsync(when, stop)))
            : Problem.Refused(ProblemTypes.RefusedCondition, [.. parsed.Refusals.Select(RefusalItem.From)]);
    }
}
