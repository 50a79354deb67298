namespace Shiyu.Runtime.Intake;

/// <summary>The six calls of Segment's HTTP API.</summary>
public enum SegmentCall : byte { None, Track, Identify, Page, Screen, Group, Alias }

public static class SegmentCalls
{
    public const string Allowed = "track, identify, page, screen, group or alias";

    public static SegmentCall Parse(ReadOnlySpan<byte> type) => type.Length switch
    {
        5 when type.SequenceEqual("track"u8) => SegmentCall.Track,
        8 when type.SequenceEqual("identify"u8) => SegmentCall.Identify,
        4 when type.SequenceEqual("page"u8) => SegmentCall.Page,
        6 when type.SequenceEqual("screen"u8) => SegmentCall.Screen,
        5 when type.SequenceEqual("group"u8) => SegmentCall.Group,
        5 when type.SequenceEqual("alias"u8) => SegmentCall.Alias,
        _ => SegmentCall.None,
    };

    /// <summary>The name of the event that a call makes; a track call brings its own.</summary>
    public static string EventName(this SegmentCall call) => call switch
    {
        SegmentCall.Identify => "profile.identified",
        SegmentCall.Page => "page.viewed",
        SegmentCall.Screen => "screen.viewed",
        SegmentCall.Group => "account.joined",
        SegmentCall.Alias => "profile.aliased",
        SegmentCall.Track or SegmentCall.None => throw new ArgumentOutOfRangeException(nameof(call), call, "This call brings its own name."),
    };
}
