using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;
using Shiyu.WeCom.Welcomes;

namespace Shiyu.Server.Welcomes;

/// <summary>Pictures, videos and files that welcomes carry.</summary>
internal static class MediaEndpoints
{
    public static void MapMedia(this IEndpointRouteBuilder api)
    {
        api.MapGet("/media", List).WithName("listMedia").WithSummary("Media by name, and whether WeCom has each now.").ProducesProblem(400);
        api.MapPut("/media/{name}", PutAsync).WithName("putMedia").WithSummary("Keeps a medium and uploads it to WeCom. The body is the file itself.")
            .ProducesProblem(400).ProducesProblem(422);
        api.MapGet("/media/{name}/file", FileAsync).WithName("getMediaFile").WithSummary("The original.").Produces<Stream>(200, contentType: "application/octet-stream").ProducesProblem(404);
        api.MapDelete("/media/{name}", DeleteAsync).WithName("deleteMedia").WithSummary("Takes a medium away that no rule uses.").ProducesProblem(404).ProducesProblem(409);
    }

    private static Ok<Page<MediaView>> List(WelcomeDesk desk, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of(desk.Media, media => media.Name, cursor, limit));

    private static async Task<Results<Ok<MediaView>, ProblemHttpResult>> PutAsync(
        HttpContext http, WelcomeDesk desk, string name, string? kind = null, string? file = null, CancellationToken stop = default)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, stop);
        var (view, refusal) = await desk.PutMediaAsync(name, kind ?? "", file ?? name, body.ToArray(), stop);
        return view is not null ? TypedResults.Ok(view) : Problem.Of(ProblemTypes.InvalidMedia, refusal!.Field, refusal.Given, refusal.Allowed);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> FileAsync(WelcomeDesk desk, string name, CancellationToken stop) =>
        // As a download: what somebody uploaded is never shown as a page of ours.
        await desk.MediaBytesAsync(name, stop) is { } media ? TypedResults.File(media.Bytes, "application/octet-stream", media.FileName) : Unknown(name);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(WelcomeDesk desk, string name) => await desk.RemoveMediaAsync(name) switch
    {
        null => Unknown(name),
        [] => TypedResults.NoContent(),
        var users => Problem.Of(ProblemTypes.UsedMedia, "name", string.Join(", ", users), "a medium that no rule uses"),
    };

    private static ProblemHttpResult Unknown(string name) => Problem.Of(ProblemTypes.UnknownMedia, "name", name, "the name of one in GET /api/media");
}
