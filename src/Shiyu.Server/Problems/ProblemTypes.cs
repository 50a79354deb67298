using System.Reflection;

namespace Shiyu.Server.Problems;

/// <summary>Every problem type of the API outside intake.</summary>
internal static class ProblemTypes
{
    public static readonly ProblemType NotSignedIn = new("auth.not_signed_in", 401, "Sign in, or send the admin key.");
    public static readonly ProblemType WrongPassword = new("auth.wrong_password", 401, "The password is wrong.");
    public static readonly ProblemType NotAllowed = new("auth.not_allowed", 403, "This is not yours to do.");
    public static readonly ProblemType MissingHeader = new("auth.missing_header", 403, "A header that proves the console sent this is missing.");
    public static readonly ProblemType TooManyAttempts = new("auth.too_many_attempts", 429, "Too many attempts; wait.");
    public static readonly ProblemType UnknownPath = new("request.unknown_path", 404, "There is nothing at this path.");
    public static readonly ProblemType UnknownWorkspace = new("workspace.unknown", 404, "There is no such workspace.");
    public static readonly ProblemType WorkspaceNotAdded = new("workspace.not_added", 409, "A workspace of this name cannot be added.");
    public static readonly ProblemType UnknownCustomer = new("customer.unknown", 404, "There is no such customer.");
    public static readonly ProblemType UnknownSop = new("sop.unknown", 404, "There is no such SOP.");
    public static readonly ProblemType NobodyMeant = new("existing.nobody_meant", 422, "This SOP has no existing customers to let in.");
    public static readonly ProblemType AlreadyLettingIn = new("existing.already_running", 409, "Existing customers are being let in already.");
    public static readonly ProblemType UnknownVersion = new("sop.unknown_version", 404, "There is no such version.");
    public static readonly ProblemType UnknownDraft = new("draft.unknown", 404, "There is no such draft.");
    public static readonly ProblemType PublicationPreparing = new("publication.preparing", 409, "Another publication is being prepared.");
    public static readonly ProblemType PublicationCancelled = new("publication.cancelled", 409, "The publication was cancelled; nothing was changed.");
    public static readonly ProblemType NothingPreparing = new("publication.nothing_preparing", 409, "No publication is being prepared.");
    public static readonly ProblemType OutdatedDraft = new("draft.outdated", 409, "Another version has been published since this draft was made.");
    public static readonly ProblemType UnknownChannel = new("channel.unknown", 404, "There is no such channel code.");
    public static readonly ProblemType InvalidChannel = new("channel.invalid", 422, "The channel code cannot be taken.");
    public static readonly ProblemType PictureUnavailable = new("channel.picture_unavailable", 502, "WeCom's picture of the code cannot be had now.");
    public static readonly ProblemType RefusedByWeCom = new("wecom.refused", 502, "WeCom has not done it.");
    public static readonly ProblemType UnknownWelcome = new("welcome.unknown", 404, "There is no such welcome rule.");
    public static readonly ProblemType InvalidWelcome = new("welcome.invalid", 422, "The welcome rule cannot be taken.");
    public static readonly ProblemType UnknownMedia = new("media.unknown", 404, "There is no such medium.");
    public static readonly ProblemType InvalidMedia = new("media.invalid", 422, "The medium cannot be taken.");
    public static readonly ProblemType UsedMedia = new("media.used", 409, "Welcome rules use this medium.");
    public static readonly ProblemType UnknownWebhook = new("webhook.unknown", 404, "There is no such webhook.");
    public static readonly ProblemType UnknownDeadLetter = new("webhook.unknown_dead_letter", 404, "There is no such dead letter.");
    public static readonly ProblemType OwnAddress = new("webhook.own_address", 422, "A webhook may not come back to this server.");
    public static readonly ProblemType UnknownTask = new("task.unknown", 404, "There is no such task.");
    public static readonly ProblemType WeComNotConfigured = new("wecom.not_configured", 409, "WeCom is not set up.");
    public static readonly ProblemType NotStopped = new("guardrail.not_stopped", 404, "The guardrail has not stopped this.");
    public static readonly ProblemType UnknownRehearsal = new("rehearsal.unknown", 404, "There is no such rehearsal, or it is no longer kept.");
    public static readonly ProblemType MethodNotAllowed = new("request.method_not_allowed", 405, "This path does not take that method.");
    public static readonly ProblemType InvalidParameter = new("request.invalid_parameter", 400, "A parameter cannot be used.");
    public static readonly ProblemType MalformedBody = new("request.malformed_body", 400, "The body cannot be read.");
    public static readonly ProblemType BodyTooLarge = new("request.body_too_large", 413, "The body is too large.");
    public static readonly ProblemType UnsupportedMediaType = new("request.unsupported_media_type", 415, "This path does not take that content type.");
    public static readonly ProblemType RefusedDefinitions = new("definitions.refused", 422, "The definitions are refused; nothing was changed.");
    public static readonly ProblemType RefusedCondition = new("condition.refused", 422, "The condition is refused.");
    public static readonly ProblemType RefusedDraft = new("rehearsal.refused", 422, "The draft is refused; nothing was rehearsed.");
    public static readonly ProblemType RehearsalRunning = new("rehearsal.running", 409, "Another rehearsal is still running.");
    public static readonly ProblemType Internal = new("server.internal", 500, "Something broke on our side.");
    public static readonly ProblemType NotReady = new("server.not_ready", 503, "The server is not ready yet.");

    public static readonly IReadOnlyList<ProblemType> All =
        [.. typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ProblemType>()];

    /// <summary>The type that says the same as a bare HTTP status.</summary>
    public static ProblemType OfStatus(int status) => status switch
    {
        401 => NotSignedIn,
        403 => NotAllowed,
        404 => UnknownPath,
        405 => MethodNotAllowed,
        413 => BodyTooLarge,
        415 => UnsupportedMediaType,
        429 => TooManyAttempts,
        503 => NotReady,
        >= 500 => Internal,
        _ => MalformedBody,
    };
}
