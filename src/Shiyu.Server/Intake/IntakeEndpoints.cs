using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Shiyu.Runtime.Intake;

namespace Shiyu.Server.Intake;

/// <summary>The HTTP side of the intake: Segment's API and <c>POST /api/events</c>. Needs <see cref="IIntakeSink"/> and <see cref="IWriteKeys"/>.</summary>
public static class IntakeEndpoints
{
    private static readonly FrozenDictionary<string, SegmentCall> SingleRoutes = new Dictionary<string, SegmentCall>
    {
        ["track"] = SegmentCall.Track, ["t"] = SegmentCall.Track,
        ["identify"] = SegmentCall.Identify, ["i"] = SegmentCall.Identify,
        ["page"] = SegmentCall.Page, ["p"] = SegmentCall.Page,
        ["screen"] = SegmentCall.Screen, ["s"] = SegmentCall.Screen,
        ["group"] = SegmentCall.Group, ["g"] = SegmentCall.Group,
        ["alias"] = SegmentCall.Alias, ["a"] = SegmentCall.Alias,
    }.ToFrozenDictionary();

    /// <param name="adminPolicy">The host's authorisation policy for the holder of the admin key.</param>
    public static void MapIntake(this IEndpointRouteBuilder app, string adminPolicy)
    {
        var desk = new IntakeDesk(
            app.ServiceProvider.GetRequiredService<IIntakeSink>(), app.ServiceProvider.GetRequiredService<IWriteKeys>());
        foreach (var (route, call) in SingleRoutes)
            MapSegment(app, $"/v1/{route}", call, desk);
        MapSegment(app, "/v1/batch", SegmentCall.None, desk);
        MapSegment(app, "/v1/b", SegmentCall.None, desk);
        app.MapPost("/api/events", desk.EventsAsync).RequireAuthorization(adminPolicy);
    }

    private static void MapSegment(IEndpointRouteBuilder app, string pattern, SegmentCall call, IntakeDesk desk)
    {
        app.MapPost(pattern, http =>
        {
            AllowAnyOrigin(http);
            return desk.SegmentAsync(http, call);
        }).AllowAnonymous();
        app.MapMethods(pattern, [HttpMethods.Options], http =>
        {
            AllowAnyOrigin(http);
            var headers = http.Response.Headers;
            headers.AccessControlAllowMethods = "POST, OPTIONS";
            headers.AccessControlAllowHeaders = AllowedHeaders(http.Request.Headers.AccessControlRequestHeaders);
            headers.AccessControlMaxAge = "86400";
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }).AllowAnonymous();
    }

    // Any site may hold the page that a shop's script runs in; a write key only lets it send events, never read.
    private static void AllowAnyOrigin(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlExposeHeaders = "retry-after";
    }

    private static string AllowedHeaders(StringValues requested)
    {
        const string Always = "authorization, content-type, content-encoding, x-retry-count";
        return StringValues.IsNullOrEmpty(requested) ? Always : $"{Always}, {requested}";
    }
}
