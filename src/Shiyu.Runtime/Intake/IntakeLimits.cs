namespace Shiyu.Runtime.Intake;

/// <summary>What one request and one event may be at most.</summary>
public static class IntakeLimits
{
    /// <summary>Bytes of a request's body, after inflation: 4 MiB.</summary>
    public const int BodyBytesMax = 4 * 1024 * 1024;

    /// <summary>Bytes of one event as received: 32 KiB.</summary>
    public const int EventBytesMax = 32 * 1024;

    /// <summary>Levels of objects and arrays in one event, itself the first. Answers wrap events a few levels deeper, and common readers stop at 64.</summary>
    public const int EventDepthMax = 48;

    /// <summary>Characters of an identity's value, an event's id and its name.</summary>
    public const int TextCharactersMax = 256;

    /// <summary>How far ahead of business time an event's own time is believed.</summary>
    public static readonly TimeSpan FutureMax = TimeSpan.FromMinutes(5);

    /// <summary>Characters kept of a refused item.</summary>
    public const int SampleCharactersMax = 500;
}
