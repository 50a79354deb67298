namespace Shiyu.Server.Doctor;

/// <param name="Advice">What to do about it; null when all is well.</param>
internal sealed record Check(string Name, Health Health, string Found, string? Advice = null);

/// <summary>Poor: some verb will not work, but the server does.</summary>
internal enum Health { Good, Poor, Bad }
