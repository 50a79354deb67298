namespace Shiyu.WeCom.Api;

// Acquisition links (获客助手), named as in WeCom's JSON.

public sealed record LinksRequest(int Limit, string Cursor);

public sealed record LinkIdRequest(string LinkId);

/// <param name="LinkId">Null where it is made.</param>
/// <param name="LinkName">1 to 30 characters.</param>
public sealed record LinkWriteRequest(string? LinkId, string LinkName, LinkRange Range, bool SkipVerify);

/// <param name="UserList">1 to 500 members; replaces those before.</param>
public sealed record LinkRange(IReadOnlyList<string>? UserList = null);

/// <param name="StartTime">Unix seconds; the span is at most 30 days, within the last 180.</param>
public sealed record LinkStatisticRequest(string LinkId, long StartTime, long EndTime);

public sealed record LinksAnswer : WeComAnswer
{
    public IReadOnlyList<string>? LinkIdList { get; init; }
    public string NextCursor { get => field ?? ""; init; }
}

public sealed record LinkAnswer : WeComAnswer
{
    public AcquisitionLink? Link { get; init; }
    public LinkRange? Range { get; init; }
}

/// <summary>A link as WeCom tells it.</summary>
public sealed record AcquisitionLink
{
    public string LinkId { get => field ?? ""; init; }
    public string LinkName { get => field ?? ""; init; }
    public string Url { get => field ?? ""; init; }

    /// <summary>Unix seconds.</summary>
    public long CreateTime { get; init; }

    public bool SkipVerify { get; init; }
}

public sealed record LinkStatisticAnswer : WeComAnswer
{
    public long ClickLinkCustomerCnt { get; init; }
    public long NewCustomerCnt { get; init; }
}

public sealed record LinkQuotaAnswer : WeComAnswer
{
    public long Total { get; init; }
    public long Balance { get; init; }
    public IReadOnlyList<LinkQuota>? QuotaList { get; init; }
}

/// <param name="ExpireDate">Unix seconds.</param>
public sealed record LinkQuota(long ExpireDate = 0, long Balance = 0);
