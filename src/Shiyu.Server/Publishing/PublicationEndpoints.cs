using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Publishing;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Publishing;

/// <summary>How far a publication is that has to read the history before it goes live, and giving it up.</summary>
internal static class PublicationEndpoints
{
    public static void MapPublication(this IEndpointRouteBuilder api)
    {
        api.MapGet("/publication", Get).WithName("getPublication")
            .WithSummary("The publication that is being prepared, or the last one that was since the server started; null where there was none.");
        api.MapPost("/publication/cancel", CancelAsync).WithName("cancelPublication")
            .WithSummary("Gives up the publication that is being prepared; nothing of it goes live. One that is going live already is not stopped.").ProducesProblem(409);
    }

    private static Ok<PublicationAnswer> Get(ShiyuRuntime runtime) => TypedResults.Ok(new PublicationAnswer(runtime.Publication));

    private static async Task<Results<Ok<PublicationView>, ProblemHttpResult>> CancelAsync(ShiyuRuntime runtime) =>
        await runtime.CancelPublicationAsync() is { } publication ? TypedResults.Ok(publication) : Problem.Of(ProblemTypes.NothingPreparing);
}

/// <param name="Publication">Null where there was none.</param>
internal sealed record PublicationAnswer(PublicationView? Publication);
