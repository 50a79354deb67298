namespace Shiyu.WeCom.Api;

// Group codes (join ways), named as in WeCom's JSON.

/// <param name="ConfigId">Null where it is made; everything else replaces what was.</param>
/// <param name="ChatIdList">1 to 5 customer groups.</param>
/// <param name="AutoCreateRoom">1: a new group is made when these are full.</param>
public sealed record JoinWayRequest(
    string? ConfigId, int Scene, string Remark, int AutoCreateRoom, string? RoomBaseName, long? RoomBaseId, IReadOnlyList<string> ChatIdList, string State);

public sealed record JoinWayMade : WeComAnswer
{
    public string ConfigId { get => field ?? ""; init; }
}

public sealed record JoinWayAnswer : WeComAnswer
{
    public JoinWay? JoinWay { get; init; }
}

public sealed record JoinWay
{
    public string QrCode { get => field ?? ""; init; }
}
