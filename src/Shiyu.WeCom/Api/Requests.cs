namespace Shiyu.WeCom.Api;

// What is sent, named as in WeCom's JSON (snake case).

/// <param name="Content">At most 4,000 bytes of UTF-8.</param>
public sealed record TextPart(string Content = "");

/// <summary>A link or an uploaded medium, by its type; of other kinds, which listings may hold, the type is enough.</summary>
public sealed record Attachment(string Msgtype = "", LinkPart? Link = null, MediaPart? Image = null, MediaPart? Video = null, MediaPart? File = null);

/// <param name="MediaId">As an upload answered it; good for three days.</param>
public sealed record MediaPart(string MediaId = "");

/// <param name="Title">At most 128 bytes.</param>
/// <param name="Picurl">At most 2,048 bytes.</param>
/// <param name="Desc">At most 512 bytes.</param>
/// <param name="Url">At most 2,048 bytes.</param>
public sealed record LinkPart(string Title = "", string? Picurl = null, string? Desc = null, string Url = "");

public sealed record WelcomeRequest(string WelcomeCode, TextPart? Text, IReadOnlyList<Attachment>? Attachments);

/// <param name="ExternalUserid">At most 10,000 customers.</param>
/// <param name="Sender">The member who is asked to confirm.</param>
/// <param name="AllowSelect">Whether the member may change the selection of customers; null for no.</param>
public sealed record MessageTaskRequest(
    string ChatType, IReadOnlyList<string> ExternalUserid, string Sender, TextPart? Text, IReadOnlyList<Attachment>? Attachments, bool? AllowSelect = null);

/// <param name="StartTime">Unix seconds; the span is at most one month.</param>
/// <param name="FilterType">0 corp, 1 personal, 2 all.</param>
public sealed record MessageListRequest(string ChatType, long StartTime, long EndTime, int FilterType, int Limit, string Cursor);

public sealed record MessageStatesRequest(string Msgid, int Limit, string Cursor);

public sealed record SendResultsRequest(string Msgid, string Userid, int Limit, string Cursor);

/// <param name="Type">1 one member, 2 several.</param>
/// <param name="Scene">1 mini-program button, 2 QR code.</param>
/// <param name="Remark">At most 30 characters.</param>
/// <param name="State">At most 30 characters; comes back with each add.</param>
public sealed record ContactWayRequest(int Type, int Scene, string Remark, bool SkipVerify, string State, IReadOnlyList<string> User);

/// <param name="User">Replaces the members before.</param>
public sealed record ContactWayUpdate(string ConfigId, string Remark, bool SkipVerify, IReadOnlyList<string> User);

public sealed record ConfigIdRequest(string ConfigId);

/// <param name="StartTime">Unix seconds.</param>
public sealed record ContactWaysRequest(long StartTime, long EndTime, string Cursor, int Limit);

/// <param name="Remark">At most 20 characters.</param>
public sealed record RemarkRequest(string Userid, string ExternalUserid, string Remark);

public sealed record MessageIdRequest(string Msgid);

public sealed record ContactsRequest(IReadOnlyList<string> UseridList, string Cursor, int Limit);

/// <summary>Both empty: all tags.</summary>
public sealed record CorpTagsRequest(IReadOnlyList<string> TagId, IReadOnlyList<string> GroupId);
