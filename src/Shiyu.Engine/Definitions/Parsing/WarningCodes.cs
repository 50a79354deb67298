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

    /// <summary>A step sends a material that no file defines; a rehearsal does not need it.</summary>
    public const string UnknownMaterial = "definition.unknown_material";

    /// <summary>A replaced version of an SOP, on which runs finish, names what is there no more.</summary>
    public const string OlderVersionMisses = "sop.older_version_misses";

    /// <summary>Rehearsed as it stands, but refused when it is to go live: it cannot be meant.</summary>
    public static bool IsFatalWhenLive(string code) => code is Unreachable or WindowTooShort or UnknownMaterial;
}
