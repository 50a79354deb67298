using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Runtime;
using Shiyu.Runtime.Definitions;
using Shiyu.Runtime.Publishing;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Definitions;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;
using Shiyu.Server.Webhooks;

namespace Shiyu.Server.Publishing;

/// <summary>Drafts of definitions: kept, previewed and published.</summary>
internal static class DraftEndpoints
{
    private const string Kinds = "workspace, group, audience, sop, material, dictionary or calendar";
    private const string NameForm = "the definition's name: [a-z0-9][a-z0-9-]*";

    public static void MapDrafts(this IEndpointRouteBuilder api)
    {
        api.MapGet("/drafts", ListAsync).WithName("listDrafts").WithSummary("The drafts, by kind and name.").ProducesProblem(400);
        api.MapGet("/drafts/{kind}/{name}", GetAsync).WithName("getDraft").WithSummary("One draft, and what speaks against publishing it.").ProducesProblem(404);
        api.MapPut("/drafts/{kind}/{name}", PutAsync).WithName("putDraft")
            .WithSummary("Keeps a draft as it is, also one that could not be published yet; the answer says what speaks against it.").ProducesProblem(400);
        api.MapDelete("/drafts/{kind}/{name}", DeleteAsync).WithName("deleteDraft").WithSummary("Forgets a draft.").ProducesProblem(404);
        api.MapPost("/drafts/preview", PreviewAsync).WithName("previewDrafts")
            .WithSummary("What publishing drafts together would do to customers. Nothing is changed.").ProducesProblem(400).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/drafts/publish", PublishAsync).WithName("publishDrafts")
            .WithSummary("Publishes drafts together, or changes nothing and says everything that is refused. With 'Prefer: respond-async' a publication that has to read the history first is answered with 202.")
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Ok<Page<DraftAnswer>>> ListAsync(ShiyuRuntime runtime, string? cursor = null, string? limit = null) => TypedResults.Ok(
        PageQuery.Of([.. (await runtime.DraftsAsync()).Select(DraftAnswer.From)], draft => $"{draft.Kind}/{draft.Name}", cursor, limit));

    private static async Task<Results<Ok<DraftAnswer>, ProblemHttpResult>> GetAsync(ShiyuRuntime runtime, string kind, string name) =>
        await runtime.DraftAsync(kind, name) is { } draft ? TypedResults.Ok(DraftAnswer.From(draft)) : Unknown($"{kind}/{name}");

    private static async Task<Results<Ok<DraftAnswer>, ProblemHttpResult>> PutAsync(ShiyuRuntime runtime, ClaimsPrincipal user, string kind, string name, DraftBody body)
    {
        if (!Kinds.Replace(" or ", ", ", StringComparison.Ordinal).Split(", ").Contains(kind)) return Problem.Of(ProblemTypes.InvalidParameter, "kind", kind, Kinds);
        if (name.Length > 100 || !name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') || name.StartsWith('-'))
            return Problem.Of(ProblemTypes.InvalidParameter, "name", name, NameForm);
        if (body.Text is null != (body.Remove == true))
            return Problem.Of(ProblemTypes.InvalidParameter, "text", body.Text is null ? "nothing" : "a text, and to remove", "the file's text, or 'remove': true without one");
        if (body.Text is null && !runtime.IsInForce(kind, name)) return Problem.Of(ProblemTypes.InvalidParameter, "name", name, $"a {kind} that is in force: there is nothing to remove");
        if (body.Text is not null && Encoding.UTF8.GetByteCount(body.Text) is var bytes && bytes > DefinitionFolder.FileBytesMax)
            return Problem.Of(ProblemTypes.InvalidParameter, "text", $"{bytes} bytes", $"at most {DefinitionFolder.FileBytesMax} bytes");
        if (body.BasedOn < 0) return Problem.Of(ProblemTypes.InvalidParameter, "basedOn", $"{body.BasedOn}", "the number of a version; 0 for a new definition");
        return TypedResults.Ok(DraftAnswer.From(await runtime.SaveDraftAsync(kind, name, body.Text, body.BasedOn, By(user))));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(ShiyuRuntime runtime, string kind, string name) =>
        await runtime.DropDraftAsync(kind, name) ? TypedResults.NoContent() : Unknown($"{kind}/{name}");

    private static async Task<Results<Ok<PreviewAnswer>, ProblemHttpResult>> PreviewAsync(
        ShiyuRuntime runtime, WebhookBook webhooks, ClaimsPrincipal user, DraftsToPublish body, CancellationToken stop)
    {
        var drafts = DraftsOf(body);
        if (await MissingAsync(runtime, drafts) is { } missing) return Unknown(missing);
        return PreviewAnswer.Of(await runtime.PreviewDraftsAsync(drafts, PublishBody.Read(body.Runs, body.Note, By(user)), stop), webhooks);
    }

    private static async Task<Results<Ok<AppliedView>, Accepted<PublicationView>, ProblemHttpResult>> PublishAsync(
        ShiyuRuntime runtime, WebhookBook webhooks, ClaimsPrincipal user, HttpRequest asked, DraftsToPublish body)
    {
        var (drafts, request) = (DraftsOf(body), PublishBody.Read(body.Runs, body.Note, By(user)));
        var (published, preparing) = await WhilePreparing.WaitAsync(asked, prepares => runtime.PublishDraftsAsync(drafts, request with { Prepares = prepares }, body.Anyway == true));
        if (published is null) return preparing!;
        if (published.Missing is { } missing) return Unknown(missing);
        if (published.Outdated is { } outdated)
            return Problem.Of(ProblemTypes.OutdatedDraft, "drafts", outdated, "a draft of the version in force; look at what changed, and save the draft with it as basedOn, or publish anyway");
        var applied = published.Applied!;
        if (WhilePreparing.Obstacle(applied) is { } obstacle) return obstacle;
        return applied.Refusals.Count > 0
            ? Problem.Refused(ProblemTypes.RefusedDefinitions, [.. applied.Refusals.Select(RefusalItem.From)])
            : TypedResults.Ok(new AppliedView(applied.Changes, [.. applied.Warnings.Select(WarningView.From), .. webhooks.Undeclared(runtime.Definitions)]));
    }

    private static IReadOnlyList<string> DraftsOf(DraftsToPublish body) => body.Drafts is { Count: > 0 } drafts && drafts.All(draft => draft is not null)
        ? [.. drafts.Distinct(StringComparer.Ordinal)]
        : throw new FieldException("drafts", "nothing", "one or more of the drafts in GET /api/drafts, each as kind/name");

    private static async Task<string?> MissingAsync(ShiyuRuntime runtime, IEnumerable<string> drafts)
    {
        foreach (var draft in drafts)
            if (draft.Split('/') is not [var kind, var name] || await runtime.DraftAsync(kind, name) is null) return draft;
        return null;
    }

    /// <summary>Who did it, as lists of versions and drafts name it.</summary>
    private static string By(ClaimsPrincipal user) => user.Identity?.Name ?? "";

    private static ProblemHttpResult Unknown(string draft) => Problem.Of(ProblemTypes.UnknownDraft, "draft", draft, "a draft in GET /api/drafts");
}
