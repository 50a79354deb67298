using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Shiyu.Runtime.Intake;
using Shiyu.Server.Intake.Orders;

namespace Shiyu.Server.Intake;

/// <summary>The HTTP side of the intake: Segment's API, SensorsData's, shops' orders and <c>POST /api/events</c>.</summary>
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

    /// <summary>What the endpoints need, beside an <see cref="IIntakeSink"/> and <see cref="IWriteKeys"/>.</summary>
    public static IServiceCollection AddShiyuIntake(this IServiceCollection services) => services.AddSingleton<IntakeDesk>().AddSingleton<SensorsDesk>().AddSingleton<OrdersDesk>();

    /// <param name="adminPolicy">The host's authorisation policy for the holder of the admin key.</param>
    public static void MapIntake(this IEndpointRouteBuilder app, string adminPolicy)
    {
        foreach (var (route, call) in SingleRoutes)
            MapSegment(app, $"/v1/{route}", call);
        MapSegment(app, "/v1/batch", SegmentCall.None);
        MapSegment(app, "/v1/b", SegmentCall.None);
        MapSensors(app);
        app.MapPost("/orders", http => http.RequestServices.GetRequiredService<OrdersDesk>().TakeAsync(http)).AllowAnonymous();
        app.MapPost("/api/events", http => Desk(http).EventsAsync(http)).RequireAuthorization(adminPolicy);
    }

    // Of the request, not of the route: each workspace has a desk of its own.
    private static IntakeDesk Desk(HttpContext http) => http.RequestServices.GetRequiredService<IntakeDesk>();

    private static void MapSegment(IEndpointRouteBuilder app, string pattern, SegmentCall call)
    {
        app.MapPost(pattern, http =>
        {
            AllowAnyOrigin(http);
            return Desk(http).SegmentAsync(http, call);
        }).AllowAnonymous();
        MapPreflight(app, pattern, "POST, OPTIONS");
    }

    /// <summary>The web client turns a server address that ends in <c>/sa</c> into <c>/sa.gif</c>; in debug mode clients replace the last part by <c>/debug</c>.</summary>
    private static void MapSensors(IEndpointRouteBuilder app)
    {
        foreach (var pattern in new[] { "/sa", "/sa.gif", "/debug" })
        {
            app.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Post], http =>
            {
                AllowAnyOrigin(http);
                return http.RequestServices.GetRequiredService<SensorsDesk>().TakeAsync(http, debug: pattern == "/debug");
            }).AllowAnonymous();
            MapPreflight(app, pattern, "GET, POST, OPTIONS");
        }
    }

    private static void MapPreflight(IEndpointRouteBuilder app, string pattern, string methods) =>
        app.MapMethods(pattern, [HttpMethods.Options], http =>
        {
            AllowAnyOrigin(http);
            var headers = http.Response.Headers;
            headers.AccessControlAllowMethods = methods;
            headers.AccessControlAllowHeaders = AllowedHeaders(http.Request.Headers.AccessControlRequestHeaders);
            headers.AccessControlMaxAge = "86400";
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }).AllowAnonymous();

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
