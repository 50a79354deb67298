namespace Shiyu.Server.SignIn;

/// <param name="Name"><c>console</c>, or <c>admin key</c>.</param>
/// <param name="Role"><c>admin</c>: sees values unmasked and may change everything.</param>
internal sealed record SessionView(string Name, string Role);

internal sealed record SignInRequest(string? Password);
