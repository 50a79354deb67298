using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Shiyu.Runtime.Intake;
using Shiyu.Server.Intake;
using Microsoft.AspNetCore.Http.Features;

namespace Shiyu.Server.Problems;

/// <summary>Turns what no endpoint answered for into problem details: exceptions, unreadable requests, bare status codes.</summary>
internal static class ProblemPipeline
{
    public static void UseShiyuProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerAsync, SuppressDiagnosticsCallback = IsTheCallers });
        app.UseStatusCodePages(pages => Problem.WriteAsync(pages.HttpContext, ProblemTypes.OfStatus(pages.HttpContext.Response.StatusCode), DetailOf(pages.HttpContext)));
    }

    // What the caller did wrong is answered, not logged as our error.
    private static bool IsTheCallers(ExceptionHandlerSuppressDiagnosticsContext context) =>
        context.Exception is BadHttpRequestException or FieldException or IntakeBusyException or OperationCanceledException;

    private static Task AnswerAsync(HttpContext context)
    {
        switch (context.Features.Get<IExceptionHandlerFeature>()?.Error)
        {
            case FieldException wrong:
                return Problem.Of(ProblemTypes.InvalidParameter, wrong.Field, wrong.Given, wrong.Allowed).ExecuteAsync(context);
            case BadHttpRequestException { InnerException: JsonException json }:
                return Problem.WriteAsync(context, ProblemTypes.MalformedBody, Place(json));
            case BadHttpRequestException when context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }:
                // The framework's own words are about our code.
                return Problem.Of(ProblemTypes.MalformedBody, "body", "nothing", "the JSON that this path takes").ExecuteAsync(context);
            case BadHttpRequestException bad:
                return Problem.WriteAsync(context, ProblemTypes.OfStatus(bad.StatusCode), bad.Message);
            case IntakeBusyException busy:
                return IntakeAnswers.BusyAsync(context, busy);
            default:
                // The exception's text is for the log: it may hold what is nobody's business here.
                return Problem.WriteAsync(context, ProblemTypes.Internal, "The server's log says more.");
        }
    }

    private static string Place(JsonException json) =>
        $"The JSON cannot be read at line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}{(json.Path is { Length: > 1 } path ? $" ({path})" : "")}.";

    private static string? DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        404 => $"{context.Request.Method} {context.Request.Path} is not part of this API; /openapi/v1.json lists what is.",
        405 => $"{context.Request.Path} does not take {context.Request.Method}.",
        _ => null,
    };
}
