namespace Shiyu.Server.Webhooks;

/// <summary>How webhooks are delivered.</summary>
internal sealed record WebhookOptions
{
    /// <summary>Whether targets in private networks and on this machine may be reached; default no.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>How long a receiver has for its answer; default 15 s.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long after the first try the last one may come; then it is a dead letter. Default 24 h.</summary>
    public TimeSpan TriesFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Before the second try; doubles with each. Default 5 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time between two tries; default 1 h.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromHours(1);
}
