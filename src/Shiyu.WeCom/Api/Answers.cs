namespace Shiyu.WeCom.Api;

// WeCom's answers, named as in its JSON (snake case). Absent, empty and 0 mean the same there, so nothing here is required. Texts
// answer "" themselves: the generated reader sets an init property that is absent to null, whatever its initialiser says.

/// <summary>What every answer begins with; errcode 0 or absent is success.</summary>
public record WeComAnswer
{
    public long Errcode { get; init; }
    public string Errmsg { get => field ?? ""; init; }
}

public sealed record TokenAnswer : WeComAnswer
{
    public string AccessToken { get => field ?? ""; init; }

    /// <summary>Seconds.</summary>
    public long ExpiresIn { get; init; }
}

public sealed record FollowUsersAnswer : WeComAnswer
{
    public IReadOnlyList<string>? FollowUser { get; init; }
}

public sealed record ContactIdsAnswer : WeComAnswer
{
    public IReadOnlyList<string>? ExternalUserid { get; init; }
}

/// <summary>One page: a customer with more than 500 followers has several.</summary>
public sealed record ContactAnswer : WeComAnswer
{
    public ExternalContact? ExternalContact { get; init; }
    public IReadOnlyList<FollowUser>? FollowUser { get; init; }
    public string NextCursor { get => field ?? ""; init; }
}

public sealed record ContactsAnswer : WeComAnswer
{
    public IReadOnlyList<ContactRow>? ExternalContactList { get; init; }
    public string NextCursor { get => field ?? ""; init; }
}

/// <summary>One (customer, member) pair of a batch.</summary>
public sealed record ContactRow
{
    public ExternalContact? ExternalContact { get; init; }
    public FollowInfo? FollowInfo { get; init; }
}

/// <summary>The customer, the same for all members.</summary>
public sealed record ExternalContact
{
    public string ExternalUserid { get => field ?? ""; init; }
    public string Name { get => field ?? ""; init; }
    public string CorpName { get => field ?? ""; init; }

    /// <summary>1 WeChat user, 2 WeCom user.</summary>
    public long Type { get; init; }

    /// <summary>0 unknown, 1 male, 2 female.</summary>
    public long Gender { get; init; }

    public string Unionid { get => field ?? ""; init; }
}

/// <summary>What one member knows of the customer, as <c>get</c> tells it.</summary>
public sealed record FollowUser
{
    public string Userid { get => field ?? ""; init; }
    public string Remark { get => field ?? ""; init; }
    public string Description { get => field ?? ""; init; }

    /// <summary>Unix seconds.</summary>
    public long Createtime { get; init; }

    public IReadOnlyList<FollowTag>? Tags { get; init; }
    public long AddWay { get; init; }

    /// <summary>The channel through which the customer came.</summary>
    public string State { get => field ?? ""; init; }
}

/// <summary>The same in a batch: tags by id only.</summary>
public sealed record FollowInfo
{
    public string Userid { get => field ?? ""; init; }
    public string Remark { get => field ?? ""; init; }
    public string Description { get => field ?? ""; init; }

    /// <summary>Unix seconds.</summary>
    public long Createtime { get; init; }

    public IReadOnlyList<string>? TagId { get; init; }
    public long AddWay { get; init; }
    public string State { get => field ?? ""; init; }
}

public sealed record FollowTag
{
    public string GroupName { get => field ?? ""; init; }
    public string TagName { get => field ?? ""; init; }
    public string TagId { get => field ?? ""; init; }

    /// <summary>1 the corp's, 2 the member's own, 3 of a rule group.</summary>
    public long Type { get; init; }
}

public sealed record CorpTagsAnswer : WeComAnswer
{
    public IReadOnlyList<CorpTagGroup>? TagGroup { get; init; }
}

public sealed record CorpTagGroup
{
    public string GroupId { get => field ?? ""; init; }
    public string GroupName { get => field ?? ""; init; }
    public IReadOnlyList<CorpTag>? Tag { get; init; }
}

public sealed record CorpTag
{
    public string Id { get => field ?? ""; init; }
    public string Name { get => field ?? ""; init; }
}

public sealed record MessageTaskAnswer : WeComAnswer
{
    /// <summary>Customers who cannot be reached; the task exists for the rest.</summary>
    public IReadOnlyList<string>? FailList { get; init; }

    public string Msgid { get => field ?? ""; init; }
}

public sealed record MediaAnswer : WeComAnswer
{
    public string MediaId { get => field ?? ""; init; }
}

public sealed record ContactWayMade : WeComAnswer
{
    public string ConfigId { get => field ?? ""; init; }

    /// <summary>The address of the code's picture.</summary>
    public string QrCode { get => field ?? ""; init; }
}

public sealed record ContactWayAnswer : WeComAnswer
{
    public ContactWay? ContactWay { get; init; }
}

public sealed record ContactWay
{
    public string ConfigId { get => field ?? ""; init; }
    public string QrCode { get => field ?? ""; init; }
    public string State { get => field ?? ""; init; }
    public IReadOnlyList<string>? User { get; init; }
}

public sealed record ContactWaysAnswer : WeComAnswer
{
    public IReadOnlyList<ListedContactWay>? ContactWay { get; init; }
    public string NextCursor { get => field ?? ""; init; }
}

public sealed record ListedContactWay(string ConfigId = "");

public sealed record MessageListAnswer : WeComAnswer
{
    public IReadOnlyList<ListedMessage>? GroupMsgList { get; init; }
    public string NextCursor { get => field ?? ""; init; }
}

/// <summary>A mass message as WeCom lists it.</summary>
public sealed record ListedMessage
{
    public string Msgid { get => field ?? ""; init; }

    /// <summary>Absent for tasks made through the API.</summary>
    public string Creator { get => field ?? ""; init; }

    /// <summary>Unix seconds.</summary>
    public long CreateTime { get; init; }

    /// <summary>0 corp, 1 personal.</summary>
    public long CreateType { get; init; }

    public TextPart? Text { get; init; }
    public IReadOnlyList<Attachment>? Attachments { get; init; }
}

public sealed record MessageStatesAnswer : WeComAnswer
{
    public IReadOnlyList<MemberTask>? TaskList { get; init; }
    public string NextCursor { get => field ?? ""; init; }
}

/// <param name="Status">0 not sent, 2 sent.</param>
/// <param name="SendTime">Unix seconds, 0 when not sent.</param>
public sealed record MemberTask(string Userid = "", long Status = 0, long SendTime = 0);

public sealed record SendResultsAnswer : WeComAnswer
{
    public IReadOnlyList<SendResult>? SendList { get; init; }
    public string NextCursor { get => field ?? ""; init; }
}

/// <param name="Status">0 not sent, 1 sent, 2 not a friend, 3 quota used up.</param>
public sealed record SendResult(string ExternalUserid = "", string Userid = "", long Status = 0, long SendTime = 0);
