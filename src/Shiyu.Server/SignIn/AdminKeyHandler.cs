using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Shiyu.Server.Problems;

namespace Shiyu.Server.SignIn;

/// <summary>Lets in who sends <c>Authorization: Bearer</c> with the admin key.</summary>
internal sealed class AdminKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, Secrets secrets)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string Scheme_ = "AdminKey";
    public const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());
        if (!secrets.IsAdminKey(header.AsSpan(Prefix.Length).Trim())) return Task.FromResult(AuthenticateResult.Fail("The key is not the admin key."));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, "admin key"), new Claim(ClaimTypes.Role, SignInWiring.Admin)], Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problem.WriteAsync(Context, ProblemTypes.NotSignedIn, "The key in Authorization is not the admin key.");
    }
}
