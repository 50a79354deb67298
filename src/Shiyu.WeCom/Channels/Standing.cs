using System.Text.Json.Serialization;

namespace Shiyu.WeCom.Channels;

/// <summary>Who stands on a code, and until when that holds if nobody is added.</summary>
/// <param name="Members">By name; WeCom leads scans to one of them.</param>
/// <param name="ChangesAtMs">Unix ms; null when time alone changes nothing for the days looked ahead.</param>
/// <param name="Away">Members who do not stand, and why.</param>
public sealed record Standing(IReadOnlyList<string> Members, StandingKind Kind, long? ChangesAtMs, IReadOnlyList<Absence> Away);

[JsonConverter(typeof(JsonStringEnumConverter<StandingKind>))]
public enum StandingKind
{
    /// <summary>Members of the code.</summary>
    Members,

    /// <summary>No member can: the backups.</summary>
    Backups,

    /// <summary>Nobody can, and there is no backup who could: those stand who have room for friends, so that the code stays alive.</summary>
    Uncovered,
}

public sealed record Absence(string Member, AbsenceReason Reason);

[JsonConverter(typeof(JsonStringEnumConverter<AbsenceReason>))]
public enum AbsenceReason
{
    OffShift,
    DailyCap,
    TotalCap,
    FriendLimit,

    /// <summary>WeCom does not let the member stand on codes.</summary>
    Refused,

    /// <summary>Has had its share of this round; waits until the others have theirs.</summary>
    Round,
}
