namespace Shiyu.WeCom.Api;

/// <summary>What may be done after an error code.</summary>
public enum WeComRetry
{
    /// <summary>The same request would fail again.</summary>
    Never,

    /// <summary>The system is busy: at most 3 more times, with a delay; whether it took the request is not known.</summary>
    AfterDelay,

    /// <summary>Fetch a new token once and repeat once.</summary>
    RefreshToken,

    /// <summary>Stop this API until its window has passed.</summary>
    WhenWindowEnds,

    /// <summary>Refused before anything was done: again with jitter and fewer calls at a time.</summary>
    WithFewerAtATime,

    /// <summary>WeCom is still working on it: ask again later.</summary>
    PollLater,

    /// <summary>The cursor has expired: restart the listing without one.</summary>
    RestartListing,

    /// <summary>The relationship does not exist any more: it counts as lost.</summary>
    RelationLost,

    /// <summary>One member lacks something: messages through this member cannot go.</summary>
    Member,

    /// <summary>A setting is wrong or a permission missing: a person must act, nothing works until then.</summary>
    Configuration,
}
