namespace Shiyu.Engine.Definitions.Parsing;

/// <summary>The stable words of what is taken but costs, or is hardly meant.</summary>
public static class WarningCodes
{
    /// <summary>A measure whose memory grows with every event.</summary>
    public const string Unbounded = "definition.unbounded";

    /// <summary>A step that no way leads to.</summary>
    public const string Unreachable = "definition.unreachable";

    /// <summary>The run ends before its first step.</summary>
    public const string WindowTooShort = "definition.window_too_short";

    /// <summary>SOPs that hand over to each other in a ring; some re-entry rule keeps it from going round for ever.</summary>
    public const string Ring = "definition.ring";

    /// <summary>Rehearsed as it stands, but not taken by an installation.</summary>
    public static bool IsFatalAtPublishing(string code) => code is Unreachable or WindowTooShort;
}
