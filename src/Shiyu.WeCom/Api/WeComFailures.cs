namespace Shiyu.WeCom.Api;

/// <summary>A call to WeCom that brought no result. Which kind it is decides whether it may be repeated. Messages never hold tokens or secrets.</summary>
public abstract class WeComCallException(string api, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The path that was called, without its query.</summary>
    public string Api { get; } = api;
}

/// <summary>WeCom answered with an error code.</summary>
public sealed class WeComException(string api, WeComError error, DateTimeOffset? retryAt = null)
    : WeComCallException(api, $"{api}: {error.InEnglish}")
{
    public WeComError Error { get; } = error;

    /// <summary>Wall time from which this API may be called again; set for frequency limits.</summary>
    public DateTimeOffset? RetryAt { get; } = retryAt;
}

/// <summary>WeCom cannot have taken the request: there was no connection, or it was refused before the API.</summary>
public sealed class WeComUnreachableException(string api, string why, Exception? inner = null)
    : WeComCallException(api, $"{api}: not sent, {why}", inner);

/// <summary>The request went out and no usable answer came: WeCom may have taken it, or not.</summary>
public sealed class WeComUnansweredException(string api, string why, Exception? inner = null)
    : WeComCallException(api, $"{api}: no answer, {why}", inner);
