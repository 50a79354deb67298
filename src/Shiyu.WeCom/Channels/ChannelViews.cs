namespace Shiyu.WeCom.Channels;

/// <summary>A code and how it stands. Instants are ISO 8601 in the workspace's zone.</summary>
/// <param name="AtWeCom">Whether WeCom has it; only then it has a picture.</param>
/// <param name="Today">Adds of today.</param>
/// <param name="Total">Adds, ever.</param>
/// <param name="StandingKind"><c>members</c>, <c>backups</c>, or <c>uncovered</c>: nobody can stand and there is no backup.</param>
/// <param name="Standing">Who should stand now.</param>
/// <param name="Applied">Who stands at WeCom.</param>
/// <param name="ChangesAt">When that changes next if nobody is added; null when it does not.</param>
public sealed record ChannelView(
    string Name, string Title, IReadOnlyList<ChannelMemberView> Members, IReadOnlyList<string> Backups, int Margin, bool SkipVerify, IReadOnlyList<string> Tags,
    string? Remark, string? Welcome, bool AtWeCom, int Today, int Total, string StandingKind, IReadOnlyList<string> Standing, IReadOnlyList<string> Applied, string? ChangesAt,
    ChannelFaultView? Fault, string CreatedAt);

/// <param name="Friends">Customers of the member, so far as the log tells.</param>
/// <param name="Stands">Whether the member should stand now.</param>
/// <param name="Away">Why not: <c>off_shift</c>, <c>daily_cap</c>, <c>total_cap</c>, <c>friend_limit</c>, <c>refused</c> or <c>round</c>.</param>
/// <param name="Refused">What WeCom refuses the member with, in words.</param>
public sealed record ChannelMemberView(
    string User, int Weight, IReadOnlyList<DutyShiftView> Shifts, int? DailyCap, int? TotalCap, int FriendLimit, int Today, int Total, int Friends, bool Stands, string? Away,
    string? Refused);

/// <inheritdoc cref="ShiftRequest"/>
public sealed record DutyShiftView(IReadOnlyList<int> Days, string From, string To, string Holidays);

/// <param name="Errcode">Null when WeCom gave no answer.</param>
/// <param name="Text">In words, with what to do.</param>
public sealed record ChannelFaultView(int? Errcode, string Text, string At, string TryAgainAt);

/// <summary>What came of a channel's adds; docs/channels.md defines each figure.</summary>
/// <param name="From">First day, <c>YYYY-MM-DD</c>.</param>
/// <param name="To">Last day.</param>
/// <param name="Days">Days with adds, ascending.</param>
public sealed record ChannelStatisticsView(string Name, string From, string To, ChannelFiguresView Sum, IReadOnlyList<ChannelFiguresView> Days);

/// <param name="Day">Null for the sum.</param>
/// <param name="PassRate">Null without adds.</param>
/// <param name="MeanWaitSeconds">How long the accepted waited; null when nobody did.</param>
public sealed record ChannelFiguresView(
    string? Day, int Adds, int Requests, int Accepted, double? PassRate, double? MeanWaitSeconds, KeptView Kept1, KeptView Kept7, KeptView Kept30, int Lost, int Buyers,
    int Orders, decimal Revenue);

/// <param name="Of">Adds so long ago that it can be told.</param>
/// <param name="Kept">Those of them that lasted.</param>
public sealed record KeptView(int Of, int Kept);
