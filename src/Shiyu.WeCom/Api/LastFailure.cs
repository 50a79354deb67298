namespace Shiyu.WeCom.Api;

/// <summary>The latest call that failed, until one goes well.</summary>
/// <param name="At">Wall time.</param>
public sealed record LastFailure(DateTimeOffset At, string Api, WeComCallException Failure);
