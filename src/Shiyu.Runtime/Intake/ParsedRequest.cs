namespace Shiyu.Runtime.Intake;

/// <summary>What a request's body says: events to take, items to refuse, or why it cannot be read at all.</summary>
public sealed class ParsedRequest
{
    public List<IncomingEvent> Events { get; } = [];

    public List<RejectedItem> Rejected { get; } = [];

    /// <summary>The <c>writeKey</c> in the body (Segment), if there is one.</summary>
    public string? WriteKey { get; internal set; }

    /// <summary>The client library that the first record names (SensorsData), for example <c>MiniProgram</c>.</summary>
    public string? Library { get; internal set; }

    /// <summary>Not null: the body as a whole is refused, and there are neither events nor refused items.</summary>
    public BodyFault? Fault { get; internal set; }
}

/// <summary>Why a body as a whole is refused.</summary>
/// <param name="Code">Stable machine word, for example <c>intake.malformed_json</c>.</param>
public sealed record BodyFault(string Code, string Field, string Given, string Allowed)
{
    /// <summary>As it is kept in the list of rejections: one item 0 with the beginning of the body.</summary>
    public RejectedItem AsItem(string source, ReadOnlySpan<byte> body) =>
        new(source, 0, Code, Field, Given, Allowed, JsonText.Show(body, IntakeLimits.SampleCharactersMax));
}

/// <summary>What parsing depends on besides the bytes.</summary>
/// <param name="Source">The write source, for example <c>segment</c>.</param>
/// <param name="FromAdministrator">Whether the sender holds the admin key: it may set tags.</param>
/// <param name="NowMs">Business time, Unix ms.</param>
/// <param name="FromLocalMs">Unix ms of a wall-clock time in the workspace's zone.</param>
/// <param name="Knows">Whether some customer goes by that identity.</param>
public sealed record ParseContext(
    string Source, bool FromAdministrator, EventNames Names, long NowMs, Func<long, long> FromLocalMs, Func<Identity, bool> Knows)
{
    /// <summary>The last instant, Unix ms, that an event may claim for itself.</summary>
    internal long LatestMs { get; } = NowMs + (long)IntakeLimits.FutureMax.TotalMilliseconds;
}
