namespace Shiyu.WeCom.Channels;

/// <summary>A code as the API takes it; see <see cref="ChannelCode"/> for what each part means.</summary>
/// <param name="Margin">Left out: 2.</param>
/// <param name="SkipVerify">Left out: true.</param>
public sealed record ChannelRequest(
    string? Title, IReadOnlyList<ChannelMemberRequest>? Members, IReadOnlyList<string>? Backups, int? Margin, bool? SkipVerify, IReadOnlyList<string>? Tags,
    string? Remark, string? Welcome);

/// <param name="Weight">Left out: 1.</param>
/// <param name="Shifts">Left out: always.</param>
/// <param name="FriendLimit">Left out: 5,000.</param>
public sealed record ChannelMemberRequest(
    string? User, int? Weight, IReadOnlyList<ShiftRequest>? Shifts, int? DailyCap, int? TotalCap, int? FriendLimit);

/// <param name="Days">1 Monday to 7 Sunday.</param>
/// <param name="From"><c>HH:MM</c>.</param>
/// <param name="To"><c>HH:MM</c>, up to <c>24:00</c>; not after <paramref name="From"/>: of the next day.</param>
/// <param name="Holidays"><c>off</c> (left out), <c>ignored</c> or <c>only</c>.</param>
public sealed record ShiftRequest(IReadOnlyList<int>? Days, string? From, string? To, string? Holidays);

/// <summary>Why a code is not taken: the field, what was given, what is allowed.</summary>
public sealed record ChannelRefusal(string Field, string Given, string Allowed);
