using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Shiyu.Server.Problems;

/// <summary>Makes problem details (RFC 9457): the type, and where it applies the field, what was given and what is allowed.</summary>
internal static class Problem
{
    public static ProblemHttpResult Of(ProblemType type, string? detail = null) => TypedResults.Problem(Details(type, detail));

    /// <param name="field">The parameter, header or path in the body.</param>
    public static ProblemHttpResult Of(ProblemType type, string field, string given, string allowed)
    {
        var details = Details(type, $"{field} is '{given}'; allowed: {allowed}");
        details.Extensions["field"] = field;
        details.Extensions["given"] = given;
        details.Extensions["allowed"] = allowed;
        return TypedResults.Problem(details);
    }

    public static ProblemHttpResult Refused(ProblemType type, IReadOnlyList<RefusalItem> errors)
    {
        var details = Details(type, errors.Count == 1 ? errors[0].ToString() : $"{errors.Count} refusals; the first: {errors[0]}");
        details.Extensions["errors"] = errors;
        return TypedResults.Problem(details);
    }

    private static ProblemDetails Details(ProblemType type, string? detail) =>
        new() { Type = type.Uri, Title = type.Title, Status = type.Status, Detail = detail, Extensions = { ["code"] = type.Code } };

    public static Task WriteAsync(HttpContext context, ProblemType type, string? detail = null) => Of(type, detail).ExecuteAsync(context);
}
