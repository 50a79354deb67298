namespace Shiyu.Sandbox.Corp;

/// <summary>The right to send one welcome message, for 20 wall seconds.</summary>
internal sealed class WelcomeCode(string code, string member, string externalUserId, DateTimeOffset issuedOnTheWall)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(20);

    public string Code { get; } = code;

    public string Member { get; } = member;

    public string ExternalUserId { get; } = externalUserId;

    public DateTimeOffset IssuedOnTheWall { get; } = issuedOnTheWall;

    public bool Used { get; set; }
}
