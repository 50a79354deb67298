using System.Globalization;
using Shiyu.Engine.Definitions;

namespace Shiyu.WeCom.Channels;

/// <summary>Reads a code from a request, and finds everything that is wrong with it.</summary>
internal sealed class ChannelReader(DefinitionSet definitions)
{
    private const int MembersMax = 100;
    private const int CapMax = 1_000_000;
    private readonly List<ChannelRefusal> _refusals = [];

    /// <summary>Whether a name can be a code's, and WeCom's <c>state</c>.</summary>
    public static bool IsName(string name) => name.Length is >= 1 and <= 30 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <returns>The code, or why not.</returns>
    public (ChannelCode? Code, IReadOnlyList<ChannelRefusal> Refusals) Read(string name, ChannelRequest asked)
    {
        if (!IsName(name)) Refuse("name", name, "1 to 30 letters, digits, '-' and '_': it is the state that WeCom gives back");
        var title = asked.Title?.Trim() ?? "";
        if (title.Length is 0 or > 30) Refuse("title", title.Length == 0 ? "nothing" : $"{title.Length} characters", "1 to 30 characters");
        var members = (asked.Members ?? []).Select(Member).ToList();
        var backups = (asked.Backups ?? []).Select((user, at) => User(user, $"backups/{at}")).Distinct(StringComparer.Ordinal).ToList();
        if (members.Count == 0) Refuse("members", "nobody", "at least one member");
        if (members.Select(member => member.User).Concat(backups).Distinct(StringComparer.Ordinal).Count() > MembersMax)
            Refuse("members", $"{members.Count + backups.Count} members", $"at most {MembersMax} together with the backups; make several codes for larger teams");
        if (members.GroupBy(member => member.User, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice) Refuse("members", twice.Key, "each member once");
        var margin = Within(asked.Margin ?? 2, 0, 1_000, "margin");
        foreach (var tag in asked.Tags ?? [])
        {
            if (WhyNoTag(tag) is { } allowed) Refuse("tags", tag, allowed);
        }
        if (asked.Remark is { Length: > 20 }) Refuse("remark", $"{asked.Remark.Length} characters", "at most 20 characters; {name} is the customer's name and is cut to fit");
        if (asked.Welcome is { Length: > 0 } welcome && !definitions.Materials.ContainsKey(welcome)) Refuse("welcome", welcome, "the name of a material");
        return _refusals.Count > 0
            ? (null, _refusals)
            : (new ChannelCode(name, title, members, backups, margin, asked.SkipVerify ?? true, [.. asked.Tags ?? []], Empty(asked.Remark), Empty(asked.Welcome)), []);
    }

    private ChannelMember Member(ChannelMemberRequest asked, int at)
    {
        var field = $"members/{at}";
        if (asked.Shifts is { Count: > ShiftReader.Most }) Refuse(field + "/shifts", $"{asked.Shifts.Count} shifts", $"at most {ShiftReader.Most}");
        return new ChannelMember(
            User(asked.User, field + "/user"), Within(asked.Weight ?? 1, 1, 100, field + "/weight"),
            asked.Shifts is { Count: > 0 } shifts ? [.. shifts.Select((shift, number) => ShiftReader.Read(shift, $"{field}/shifts/{number}", Refuse))] : null,
            asked.DailyCap is { } daily ? Within(daily, 1, CapMax, field + "/dailyCap") : null,
            asked.TotalCap is { } total ? Within(total, 1, CapMax, field + "/totalCap") : null,
            Within(asked.FriendLimit ?? ChannelMember.UsualFriendLimit, 100, 20_000, field + "/friendLimit"));
    }

    private string User(string? user, string field)
    {
        // As WeCom writes userids: at most 64 bytes, without blanks.
        if (user is { Length: >= 1 and <= 64 } && !user.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))) return user;
        Refuse(field, user ?? "nothing", "a member's userid, at most 64 characters without blanks");
        return user ?? "";
    }

    private string? WhyNoTag(string tag)
    {
        var known = definitions.Groups.SelectMany(group => group.Tags.Select(each => (Name: $"{group.Name}/{each.Name}", each.When))).FirstOrDefault(each => each.Name == tag);
        return known.Name is null ? "a tag as GROUP/TAG" : known.When is not null ? "a tag without a rule: a rule alone decides who has it" : null;
    }

    private int Within(int value, int least, int most, string field)
    {
        if (value < least || value > most) Refuse(field, value.ToString(CultureInfo.InvariantCulture), $"{least} to {most}");
        return value;
    }

    private void Refuse(string field, string given, string allowed) => _refusals.Add(new ChannelRefusal(field, given, allowed));

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
