using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.RateLimiting;
using Shiyu.Server.Hosting;
using Shiyu.Server.Intake;
using Shiyu.Server.Problems;
using Shiyu.Server.Workspaces;

namespace Shiyu.Server.SignIn;

/// <summary>Who is let in: nobody without a key or a session, except where an endpoint says so itself.</summary>
internal static class SignInWiring
{
    public const string Admin = "admin";
    public const string AttemptsPolicy = "sign-in";
    public const string CookieName = "shiyu_session";
    public const string StampClaim = "stamp";

    private const string EitherScheme = "KeyOrSession";

    public static void AddShiyuSignIn(this IServiceCollection services, Workspace workspace, ServerOptions options, TimeProvider wall)
    {
        var keys = Directory.CreateDirectory(Path.Combine(options.DataFolder, "keys"));
        if (!OperatingSystem.IsWindows()) keys.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        services.AddDataProtection().SetApplicationName("shiyu").PersistKeysToFileSystem(keys);

        services.AddSingleton(provider => SecretsFile.Open(
            options.DataFolder, provider.GetRequiredService<IDataProtectionProvider>(), options.AdminKey, options.WriteKey, options.ConsolePassword));
        services.AddSingleton(provider => provider.GetRequiredService<OpenedSecrets>().Secrets);
        services.AddSingleton<IWriteKeys>(provider => provider.GetRequiredService<Secrets>());

        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, scheme => scheme.ForwardDefaultSelector = context =>
                // Whoever sends a header meant it: a wrong key is not healed by a session that happens to be there.
                context.Request.Headers.Authorization.Count > 0 ? AdminKeyHandler.Scheme_ : CookieAuthenticationDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, AdminKeyHandler>(AdminKeyHandler.Scheme_, null)
            .AddCookie(session =>
            {
                // The root's cookie goes along with requests to the paths below it: under one name the two would hide each other.
                session.Cookie.Name = workspace.IsDefault ? CookieName : $"{CookieName}_{workspace.Name}";
                session.Cookie.HttpOnly = true;
                session.Cookie.SameSite = SameSiteMode.Strict;
                session.ExpireTimeSpan = TimeSpan.FromHours(12);
                session.SlidingExpiration = true;
                // Sessions go by wall time even where business time runs fast.
                session.TimeProvider = wall;
                session.Events.OnRedirectToLogin = context =>
                    Problem.WriteAsync(context.HttpContext, ProblemTypes.NotSignedIn, "Send 'Authorization: Bearer <admin key>', or sign in at the console.");
                session.Events.OnRedirectToAccessDenied = context => Problem.WriteAsync(context.HttpContext, ProblemTypes.NotAllowed);
                session.Events.OnValidatePrincipal = context =>
                {
                    var secrets = context.HttpContext.RequestServices.GetRequiredService<Secrets>();
                    if (context.Principal?.FindFirst(StampClaim)?.Value != secrets.PasswordStamp) context.RejectPrincipal();
                    return Task.CompletedTask;
                };
            });
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireRole(Admin).Build())
            .AddPolicy(Admin, policy => policy.RequireRole(Admin));

        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                    rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
                await Problem.WriteAsync(rejected.HttpContext, ProblemTypes.TooManyAttempts, "At most 10 sign-ins a minute are taken from one address.");
            };
            limits.AddPolicy(AttemptsPolicy, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new FixedWindowRateLimiterOptions { PermitLimit = 10, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    /// <summary>
    /// A page of another site can make a browser send its cookie, but not this header. SameSite=Strict stops that too; a browser that does not know
    /// it, or a page on a neighbouring port of the same host, it does not stop.
    /// </summary>
    public static void UseShiyuCsrfGuard(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var safe = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method);
        var bySession = context.User.Identity is { IsAuthenticated: true, AuthenticationType: CookieAuthenticationDefaults.AuthenticationScheme };
        return safe || !bySession || context.Request.Headers["X-Shiyu"] == "1"
            ? next(context)
            : Problem.Of(ProblemTypes.MissingHeader, "X-Shiyu", context.Request.Headers["X-Shiyu"].ToString(), "1, on every change made with a session").ExecuteAsync(context);
    });
}
