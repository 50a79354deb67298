using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using Shiyu.Runtime;
using Shiyu.Runtime.Publishing;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Publishing;

/// <summary>
/// Waits until a publication is live, or, for whoever says <c>Prefer: respond-async</c> (RFC 7240), until it is clear that its history has to be read first: that may take minutes.
/// </summary>
internal static class WhilePreparing
{
    private const string Location = "/api/publication";

    /// <param name="publish">Begins to publish; told whom to tell when it prepares.</param>
    /// <returns>Either what came of it, or how far it is.</returns>
    public static async Task<(T? Done, Accepted<PublicationView>? Preparing)> WaitAsync<T>(HttpRequest asked, Func<Action<PublicationView>?, Task<T>> publish) where T : class
    {
        var prepares = new TaskCompletionSource<PublicationView>(TaskCreationOptions.RunContinuationsAsynchronously);
        var publishing = publish(RespondsAsync(asked.Headers["Prefer"]) ? view => prepares.TrySetResult(view) : null);
        await Task.WhenAny(publishing, prepares.Task);
        // What becomes of it then, GET /api/publication says, a failure included.
        return prepares.Task.IsCompleted ? (null, TypedResults.Accepted(asked.PathBase + Location, await prepares.Task)) : (await publishing, null);
    }

    /// <returns>Null where nothing came in between.</returns>
    public static ProblemHttpResult? Obstacle(AppliedDefinitions applied) => applied.Instead switch
    {
        null => null,
        { State: "cancelled" } => Problem.Of(ProblemTypes.PublicationCancelled),
        var other => Problem.Of(
            ProblemTypes.PublicationPreparing,
            $"By {other.By}, since {other.StartedAt}: {other.Rows} of {other.RowsInAll} rows of the log are read. Wait for it, or cancel it."),
    };

    private static bool RespondsAsync(StringValues prefer) =>
        prefer.Any(header => header?.Split(',').Any(one => one.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase)) == true);
}
