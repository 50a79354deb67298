using Microsoft.Extensions.FileProviders;
using Shiyu.Server.Problems;
using Shiyu.WeCom.Callbacks;

namespace Shiyu.Server.WebConsole;

/// <summary>The console's built files, and its first page for every path that is not ours.</summary>
internal static class ConsoleFiles
{
    // antd writes its styles into the page; everything else comes from here and only from here.
    private const string Policy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    private const string NotBuilt = """
        <!doctype html><html lang="zh"><meta charset="utf-8"><title>时雨 Shiyu</title>
        <body style="font-family:sans-serif;max-width:40em;margin:4em auto;line-height:1.7">
        <h1>控制台还没有构建</h1><p>服务器在正常运行。请用 <code>./shiyu serve</code> 启动（它会构建控制台），或在 <code>web/</code> 中运行 <code>npm ci &amp;&amp; npm run build</code>。</p>
        <h2>The console is not built</h2><p>The server runs. Start it with <code>./shiyu serve</code>, which builds the console, or run <code>npm ci &amp;&amp; npm run build</code> in <code>web/</code>.</p>
        </body></html>
        """;

    public static void UseConsoleHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = Policy;
        return next(context);
    });

    public static void UseConsoleFiles(this IApplicationBuilder app, string? folder)
    {
        if ((folder ?? Find()) is not { } found || !Directory.Exists(found)) return;
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(found),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                // Built files carry a hash of their content in their name; the first page names them and is asked for every time.
                file.Context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    public static void MapConsole(this IEndpointRouteBuilder app, string? folder)
    {
        var page = (folder ?? Find()) is { } found ? Path.Combine(found, "index.html") : null;
        // The pattern is named because the default one leaves out paths with an extension, which then would ask for a sign-in.
        app.MapFallback("{*path}", context => AnswerAsync(context, page)).AllowAnonymous();
    }

    private static Task AnswerAsync(HttpContext context, string? page)
    {
        var path = context.Request.Path;
        var ours = path.StartsWithSegments("/api") || path.StartsWithSegments("/v1") || path.StartsWithSegments("/openapi") || path.StartsWithSegments(CallbackEndpoint.Path);
        var readable = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        // A missing file is missing: the first page in its place would be taken for a script.
        if (ours && NearMiss.Of(context) is { } nearly) return nearly.ExecuteAsync(context);
        if (ours || !readable || Path.HasExtension(path.Value))
            return Problem.WriteAsync(context, ProblemTypes.UnknownPath, $"{context.Request.Method} {path} is not part of this API; /openapi/v1.json lists what is.");
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return page is not null && File.Exists(page) ? context.Response.SendFileAsync(page) : context.Response.WriteAsync(NotBuilt);
    }

    /// <summary><c>web/dist</c> of the repository this program was built in, or null.</summary>
    private static string? Find() => Hosting.Home.Find() is { } home ? Path.Combine(home, "web", "dist") : null;
}
