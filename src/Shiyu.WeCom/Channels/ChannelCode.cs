using System.Text.Json.Serialization;

namespace Shiyu.WeCom.Channels;

/// <summary>A channel code 渠道活码 as an operator wants it: who receives whoever scans it, when and how many, and what the customer gets.</summary>
/// <param name="Name">Its key and the <c>state</c> that WeCom gives back: 1 to 30 letters, digits, <c>-</c> and <c>_</c>.</param>
/// <param name="Title">What people read, at most 30 characters (WeCom's <c>remark</c> of the code).</param>
/// <param name="Members">1 to 100 with the backups.</param>
/// <param name="Backups">Who stands when no member can; shifts and caps do not concern them.</param>
/// <param name="Margin">A member steps down this many adds before a cap, because scans are under way while WeCom is told; 0 to 1,000.</param>
/// <param name="SkipVerify">Whether customers become friends at once; otherwise the member accepts each.</param>
/// <param name="Tags">Tags that a customer gets by coming this way, <c>GROUP/TAG</c>.</param>
/// <param name="Remark">What the member calls the customer, at most 20 characters, <c>{name}</c> filled in; null to leave it.</param>
/// <param name="Welcome">The material sent as the welcome; null for what the welcome rules or the workspace say.</param>
public sealed record ChannelCode(
    string Name, string Title, IReadOnlyList<ChannelMember> Members, IReadOnlyList<string> Backups, int Margin, bool SkipVerify, IReadOnlyList<string> Tags,
    string? Remark, string? Welcome);

/// <param name="Weight">Its share beside the others', 1 to 100.</param>
/// <param name="Shifts">When it stands; none: always.</param>
/// <param name="DailyCap">Adds through this code in a calendar day; null for no cap.</param>
/// <param name="TotalCap">Adds through this code, ever; null for no cap.</param>
/// <param name="FriendLimit">How many customers WeCom lets this member have; 5,000 unless it was raised.</param>
public sealed record ChannelMember(
    string User, int Weight = 1, IReadOnlyList<Shift>? Shifts = null, int? DailyCap = null, int? TotalCap = null, int FriendLimit = ChannelMember.UsualFriendLimit)
{
    public const int UsualFriendLimit = 5_000;
}

/// <summary>A stretch of hours on days of the week. One that ends before it begins goes on until that time of the next day.</summary>
/// <param name="Days">1 Monday to 7 Sunday.</param>
/// <param name="From">Minutes after midnight, 0 to 1,439.</param>
/// <param name="To">Minutes after midnight, 1 to 1,440.</param>
public sealed record Shift(IReadOnlyList<int> Days, int From, int To, ShiftHolidays Holidays = ShiftHolidays.Off)
{
    /// <summary>Whether it ends on the next day.</summary>
    [JsonIgnore]
    public bool IsOvernight => To <= From;
}

/// <summary>What the workspace's calendar means for a shift.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShiftHolidays>))]
public enum ShiftHolidays
{
    /// <summary>Not on public holidays; on a make-up working day as on any of its days from Monday to Friday.</summary>
    Off,

    /// <summary>By the day of the week alone.</summary>
    Ignored,

    /// <summary>On public holidays, whatever day of the week, and on no other day.</summary>
    Only,
}
