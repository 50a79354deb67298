namespace Shiyu.WeCom.Api;

/// <param name="Touser">Up to 1,000 userids, joined by <c>|</c>.</param>
/// <param name="Agentid">Our app.</param>
/// <param name="DuplicateCheckInterval">Seconds within which an equal message is left out, at most four hours.</param>
public sealed record AppMessageRequest(
    string Touser, string Msgtype, int Agentid, TextPart? Text = null, TextCard? Textcard = null, int EnableDuplicateCheck = 1, int DuplicateCheckInterval = 14_400);

/// <param name="Title">At most 128 characters.</param>
/// <param name="Description">At most 512 characters.</param>
/// <param name="Url">At most 2,048 bytes.</param>
/// <param name="Btntxt">At most 4 characters.</param>
public sealed record TextCard(string Title, string Description, string Url, string Btntxt);

/// <summary>Whom it did not reach stands in lists joined by <c>|</c>; it is a success where one member is reached.</summary>
public sealed record AppMessageAnswer : WeComAnswer
{
    public string Invaliduser { get => field ?? ""; init; }
    public string Unlicenseduser { get => field ?? ""; init; }
    public string Msgid { get => field ?? ""; init; }
}
