namespace Shiyu.WeCom.Api;

// What a synchronisation sends and gets beside the customers themselves, named as in WeCom's JSON (snake case).

/// <summary>A member's entry in the address book.</summary>
public sealed record MemberAnswer : WeComAnswer
{
    public string Userid { get => field ?? ""; init; }
    public string Name { get => field ?? ""; init; }

    /// <summary>1 activated, 2 disabled, 4 not activated, 5 left.</summary>
    public long Status { get; init; }
}

public sealed record GroupChatsAnswer : WeComAnswer
{
    public IReadOnlyList<ListedGroupChat>? GroupChatList { get; init; }
    public string NextCursor { get => field ?? ""; init; }
}

/// <param name="Status">0 normal, 1 to 3 the owner has resigned.</param>
public sealed record ListedGroupChat(string ChatId = "", long Status = 0);

public sealed record GroupChatAnswer : WeComAnswer
{
    public GroupChat? GroupChat { get; init; }
}

/// <summary>A customer group (客户群).</summary>
public sealed record GroupChat
{
    public string ChatId { get => field ?? ""; init; }
    public string Name { get => field ?? ""; init; }
    public string Owner { get => field ?? ""; init; }

    /// <summary>Unix seconds.</summary>
    public long CreateTime { get; init; }

    public IReadOnlyList<GroupChatMember>? MemberList { get; init; }
    public string MemberVersion { get => field ?? ""; init; }
}

/// <param name="Type">1 member of the corp, 2 external contact.</param>
public sealed record GroupChatMember(string Userid = "", long Type = 0, long JoinTime = 0);

/// <param name="OwnerFilter">Null: all owners, which WeCom takes while the app sees at most 1,000 members.</param>
/// <param name="Limit">1 to 1,000, required.</param>
public sealed record GroupChatsRequest(int StatusFilter, OwnerFilter? OwnerFilter, string Cursor, int Limit);

/// <param name="UseridList">At most 100.</param>
public sealed record OwnerFilter(IReadOnlyList<string> UseridList);

/// <param name="NeedName">1: with the names of the group's people.</param>
public sealed record GroupChatRequest(string ChatId, int NeedName);
