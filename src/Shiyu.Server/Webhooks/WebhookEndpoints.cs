using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Engine.Definitions;
using Shiyu.Runtime;
using Shiyu.Runtime.Queries;
using Shiyu.Server.Paging;
using Shiyu.Server.Problems;

namespace Shiyu.Server.Webhooks;

/// <summary>Webhooks declared by name, and what could not be delivered to them.</summary>
internal static class WebhookEndpoints
{
    private const string UrlAllowed = "an absolute http or https address without user name, of at most 2,000 characters, that is not this server's own";

    public static void MapWebhooks(this IEndpointRouteBuilder api)
    {
        api.MapGet("/webhooks", List).WithName("listWebhooks").WithSummary("Webhooks by name, without their secrets, and how they do.").ProducesProblem(400);
        api.MapGet("/webhooks/{name}", Get).WithName("getWebhook").WithSummary("One webhook, without its secret.").ProducesProblem(404);
        api.MapPut("/webhooks/{name}", PutAsync).WithName("putWebhook")
            .WithSummary("Declares or changes a webhook. Where no secret is given, the one it has stays, or one is made and shown this once.").ProducesProblem(400).ProducesProblem(422);
        api.MapDelete("/webhooks/{name}", DeleteAsync).WithName("deleteWebhook").WithSummary("Takes a webhook away. What it should get waits until it is declared again, or expires.")
            .ProducesProblem(404);
        api.MapGet("/dead-letters", DeadAsync).WithName("listDeadLetters").WithSummary("What no receiver took, newest first, with the reason.").ProducesProblem(400);
        api.MapPost("/dead-letters/{id}/again", AgainAsync).WithName("sendDeadLetterAgain").WithSummary("Sends a dead letter again, with the same webhook-id.").ProducesProblem(404);
    }

    private static Ok<Page<WebhookView>> List(WebhookBook book, WebhookTries tries, WebhookDispatcher dispatcher, ShiyuRuntime runtime, string? cursor = null, string? limit = null) =>
        TypedResults.Ok(PageQuery.Of([.. book.All.Select(webhook => View(webhook, tries, dispatcher, runtime, null))], view => view.Name, cursor, limit));

    private static Results<Ok<WebhookView>, ProblemHttpResult> Get(WebhookBook book, WebhookTries tries, WebhookDispatcher dispatcher, ShiyuRuntime runtime, string name) =>
        book.Find(name) is { } webhook ? TypedResults.Ok(View(webhook, tries, dispatcher, runtime, null)) : Unknown(name);

    private static async Task<Results<Ok<WebhookView>, ProblemHttpResult>> PutAsync(
        HttpContext http, WebhookBook book, WebhookTries tries, WebhookDispatcher dispatcher, OwnAddress own, ShiyuRuntime runtime, string name, WebhookRequest body)
    {
        if (!StepAct.Send.IsWebhookName(name))
            return Problem.Of(ProblemTypes.InvalidParameter, "name", name, "small letters, digits and hyphens, and not the name of a touchpoint");
        if (!Uri.TryCreate(body.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || body.Url!.Length > 2000)
            return Problem.Of(ProblemTypes.InvalidParameter, "url", body.Url is null ? "nothing" : "another text", UrlAllowed);
        if (own.Is(url) || url.Authority.Equals(http.Request.Host.Value, StringComparison.OrdinalIgnoreCase)) return Problem.Of(ProblemTypes.OwnAddress, "url", url.Authority, UrlAllowed);
        var before = book.Find(name);
        if (before is null && book.All.Count() >= WebhookBook.Most) return Problem.Of(ProblemTypes.InvalidParameter, "name", name, $"at most {WebhookBook.Most} webhooks");
        var made = body.Secret is null && before is null ? WebhookSignature.NewSecret() : null;
        var secret = (body.Secret ?? made) is { } written ? WebhookSignature.ReadSecret(written) : before!.Secret;
        // What was given is not repeated: it may be a secret with a slip in it.
        if (secret is null) return Problem.Of(ProblemTypes.InvalidParameter, "secret", "another text", WebhookSignature.SecretForm);
        var webhook = new Webhook(name, url, secret);
        await book.PutAsync(webhook);
        dispatcher.LookAgain();
        return TypedResults.Ok(View(webhook, tries, dispatcher, runtime, made));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(WebhookBook book, string name)
    {
        if (book.Find(name) is null) return Unknown(name);
        await book.RemoveAsync(name);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Page<DeadLetterView>>> DeadAsync(WebhookTries tries, ShiyuRuntime runtime, string? cursor = null, string? limit = null)
    {
        var count = PageQuery.Count(limit);
        // One more than asked for tells whether there is a next page.
        var page = await Task.Run(() => tries.Dead(cursor ?? "", count + 1));
        var items = page.Take(count).Select(dead => DeadLetterView.Of(dead.Key, dead.Letter, runtime)).ToList();
        return TypedResults.Ok(new Page<DeadLetterView>(items, page.Count > count ? items[^1].Id : null));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> AgainAsync(WebhookDispatcher dispatcher, string id) =>
        await dispatcher.AgainAsync(id) ? TypedResults.NoContent() : Problem.Of(ProblemTypes.UnknownDeadLetter, "id", id, "the id of one in GET /api/dead-letters");

    private static WebhookView View(Webhook webhook, WebhookTries tries, WebhookDispatcher dispatcher, ShiyuRuntime runtime, string? made) => new(
        webhook.Name, webhook.Url.AbsoluteUri, made, tries.Waiting(webhook.Name), dispatcher.RestsUntil(webhook.Name) is { } until ? runtime.TimeText(until.ToUnixTimeMilliseconds()) : null,
        [
            .. runtime.Definitions.Sops.Where(sop => sop.Steps.Any(step => WebhookBook.NameIn(step.Act) == webhook.Name))
                .Select(sop => sop.Name),
        ]);

    private static ProblemHttpResult Unknown(string name) => Problem.Of(ProblemTypes.UnknownWebhook, "name", name, "the name of a webhook in GET /api/webhooks");
}

/// <param name="Secret"><c>whsec_</c> and base64, as Standard Webhooks writes it; left out: it stays, or one is made.</param>
internal sealed record WebhookRequest(string? Url, string? Secret);

/// <param name="Secret">Only where it was made just now; it is shown this once.</param>
/// <param name="Retrying">Deliveries that failed and are to be tried again.</param>
/// <param name="RestsUntil">Until when nothing is sent because the receiver failed too often in a row, wall time; null when sending goes on.</param>
/// <param name="Sops">Those that name it.</param>
internal sealed record WebhookView(string Name, string Url, string? Secret, int Retrying, string? RestsUntil, IReadOnlyList<string> Sops);

/// <param name="Reason"><c>http:503</c>, <c>timeout</c>, <c>unreachable</c>, <c>private_address</c> or <c>own_address</c>.</param>
/// <param name="FirstAt">When it was tried first, wall time.</param>
/// <param name="DiedAt">When it was tried last, wall time.</param>
internal sealed record DeadLetterView(
    string Id, string Webhook, string Kind, string Sop, string Step, string Customer, string Reason, int Tries, string FirstAt, string DiedAt)
{
    public static DeadLetterView Of(string id, DeadLetter letter, ShiyuRuntime runtime)
    {
        var delivery = runtime.Deliveries.Get(letter.Sequence)!;
        return new DeadLetterView(
            id, letter.Webhook, delivery.Kind, delivery.Sop, delivery.Step, runtime.FindCustomer($"c{delivery.Customer}")!, letter.Reason, letter.Tries,
            runtime.TimeText(letter.FirstAtMs), runtime.TimeText(letter.DiedAtMs));
    }
}
