using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Publishing;
using Shiyu.Server.Problems;
using Shiyu.Server.Publishing;
using Shiyu.Server.Webhooks;

namespace Shiyu.Server.Definitions;

/// <summary>The definition files in force, and replacing them.</summary>
internal static class DefinitionEndpoints
{
    public static void MapDefinitions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/definitions", Get).WithName("getDefinitions").WithSummary("The definition files in force.");
        api.MapPut("/definitions", PutAsync).WithName("putDefinitions")
            .WithSummary("Replaces the whole set of definition files, or changes nothing and says everything that is refused. With 'Prefer: respond-async' a publication that has to read the history first is answered with 202.")
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/definitions/preview", PreviewAsync).WithName("previewDefinitions")
            .WithSummary("What publishing a set of definition files would do to customers. Nothing is changed.").ProducesProblem(400).ProducesProblem(422);
    }

    private static Ok<DefinitionFiles> Get(ShiyuRuntime runtime) => TypedResults.Ok(new DefinitionFiles(
        runtime.DefinitionFiles.OrderBy(file => file.Key, StringComparer.Ordinal).ToDictionary(file => file.Key, file => Encoding.UTF8.GetString(file.Value)),
        runtime.InForce()));

    private static async Task<Results<Ok<AppliedView>, Accepted<PublicationView>, ProblemHttpResult>> PutAsync(
        ShiyuRuntime runtime, WebhookBook webhooks, HttpRequest asked, FilesToPublish body)
    {
        var (files, request) = (FilesOf(body), PublishBody.Read(body.Runs, body.Note, "apply"));
        var (applied, preparing) = await WhilePreparing.WaitAsync(asked, prepares => runtime.ApplyAsync(files, request with { Prepares = prepares }));
        if (applied is null) return preparing!;
        if (WhilePreparing.Obstacle(applied) is { } obstacle) return obstacle;
        return applied.Refusals.Count > 0
            ? Problem.Refused(ProblemTypes.RefusedDefinitions, [.. applied.Refusals.Select(RefusalItem.From)])
            : TypedResults.Ok(new AppliedView(applied.Changes, [.. applied.Warnings.Select(WarningView.From), .. webhooks.Undeclared(runtime.Definitions)]));
    }

    private static async Task<Results<Ok<PreviewAnswer>, ProblemHttpResult>> PreviewAsync(ShiyuRuntime runtime, WebhookBook webhooks, FilesToPublish body, CancellationToken stop) =>
        PreviewAnswer.Of(await runtime.PreviewAsync(FilesOf(body), PublishBody.Read(body.Runs, body.Note, "apply"), stop), webhooks);

    private static Dictionary<string, byte[]> FilesOf(FilesToPublish body)
    {
        if (body.Files is null) throw new FieldException("files", "nothing", "an object of path → text");
        if (body.Files.FirstOrDefault(file => file.Value is null) is { Key: { } empty }) throw new FieldException($"files.{empty}", "null", "the file's text");
        if (body.Files.Keys.FirstOrDefault(path => !IsPath(path)) is { } wrong)
            throw new FieldException("files", wrong, "relative paths with '/' between folders, without '..', ending in .yaml, .yml or .json");
        return body.Files.ToDictionary(file => file.Key, file => Encoding.UTF8.GetBytes(file.Value));
    }

    // `export` writes these paths below a folder of the caller's: none may leave it.
    internal static bool IsPath(string path) =>
        path.Length is > 0 and <= 200 && Path.GetExtension(path) is ".yaml" or ".yml" or ".json"
        && path.Split('/').All(part => part is not ("" or "." or "..") && part.All(c => c is not ('\\' or ':') && !char.IsControl(c)));
}
