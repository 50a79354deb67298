namespace Shiyu.Server.SignIn;

/// <param name="Secrets">Those in force.</param>
internal sealed record OpenedSecrets(Secrets Secrets, NewSecrets New);
