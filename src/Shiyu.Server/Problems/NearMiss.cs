using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing.Template;

namespace Shiyu.Server.Problems;

/// <summary>Why a request that reached no endpoint did not: a path of ours asked with another method, or with a body of another type.</summary>
internal static class NearMiss
{
    /// <returns>Null when the path is none of ours.</returns>
    public static ProblemHttpResult? Of(HttpContext context)
    {
        var methods = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { HttpMethods: var taken } || endpoint.RoutePattern.RawText is not { } pattern) continue;
            if (new TemplateMatcher(TemplateParser.Parse(pattern.TrimStart('/')), []).TryMatch(context.Request.Path, [])) methods.UnionWith(taken);
        }
        if (methods.Count == 0) return null;
        if (methods.Contains(context.Request.Method))
            return Problem.Of(ProblemTypes.UnsupportedMediaType, "Content-Type", context.Request.ContentType ?? "nothing", "application/json");
        context.Response.Headers.Allow = string.Join(", ", methods);
        return Problem.Of(ProblemTypes.MethodNotAllowed, "method", context.Request.Method, string.Join(", ", methods));
    }
}
