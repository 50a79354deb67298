namespace Shiyu.Server.Audiences;

internal sealed record AudienceCount(long Count);
