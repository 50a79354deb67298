namespace Shiyu.Server.SignIn;

/// <summary>What was made at this start and is shown this once; null where it was given or kept.</summary>
internal sealed record NewSecrets(string? AdminKey, string? WriteKey, string? Password);
