using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Shiyu.Server.Problems;

namespace Shiyu.Server.SignIn;

/// <summary>Signing in and out of the console.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        api.MapGet("/session", WhoAsync).WithName("getSession").WithSummary("Who is signed in; 401 when nobody is.").ProducesProblem(401);
        api.MapPost("/session", SignInAsync).WithName("signIn").WithSummary("Signs in with the console's password; the answer sets the session's cookie.")
            .AllowAnonymous().RequireRateLimiting(SignInWiring.AttemptsPolicy).ProducesProblem(400).ProducesProblem(401).ProducesProblem(429);
        api.MapDelete("/session", (Delegate)SignOutAsync).WithName("signOut").WithSummary("Signs out.").ProducesProblem(401);
    }

    private static Ok<SessionView> WhoAsync(ClaimsPrincipal user) => TypedResults.Ok(Of(user));

    private static async Task<Results<Ok<SessionView>, ProblemHttpResult>> SignInAsync(SignInRequest body, Secrets secrets, HttpContext context)
    {
        if (string.IsNullOrEmpty(body.Password)) return Problem.Of(ProblemTypes.InvalidParameter, "password", "", "the password printed at the first start");
        if (!secrets.IsPassword(body.Password)) return Problem.Of(ProblemTypes.WrongPassword, "It was printed once, when the server started on this data folder for the first time.");
        var user = new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(ClaimTypes.Name, "console"), new Claim(ClaimTypes.Role, SignInWiring.Admin), new Claim(SignInWiring.StampClaim, secrets.PasswordStamp)],
            CookieAuthenticationDefaults.AuthenticationScheme));
        await context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, user, new AuthenticationProperties { IsPersistent = true });
        return TypedResults.Ok(Of(user));
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.NoContent();
    }

    private static SessionView Of(ClaimsPrincipal user) => new(user.Identity?.Name ?? "", user.FindFirst(ClaimTypes.Role)?.Value ?? "");
}
