namespace Shiyu.WeCom.Api;

/// <summary>One API: where it is, and what may be done when its answer is missing.</summary>
/// <param name="Reads">It changes nothing, so it may be repeated freely. Others are never repeated blindly.</param>
/// <param name="AtATime">Calls in flight; the three that are known for 45033 get fewer.</param>
internal sealed record WeComApi(string Path, bool Reads, int AtATime = 8)
{
    public static readonly WeComApi GetToken = new("/cgi-bin/gettoken", Reads: true, AtATime: 1);
    public static readonly WeComApi FollowUsers = new("/cgi-bin/externalcontact/get_follow_user_list", Reads: true);
    public static readonly WeComApi ContactIds = new("/cgi-bin/externalcontact/list", Reads: true, AtATime: 4);
    public static readonly WeComApi Contact = new("/cgi-bin/externalcontact/get", Reads: true);
    public static readonly WeComApi Contacts = new("/cgi-bin/externalcontact/batch/get_by_user", Reads: true, AtATime: 4);
    public static readonly WeComApi CorpTags = new("/cgi-bin/externalcontact/get_corp_tag_list", Reads: true, AtATime: 4);
    public static readonly WeComApi Welcome = new("/cgi-bin/externalcontact/send_welcome_msg", Reads: false);
    public static readonly WeComApi AddMessageTask = new("/cgi-bin/externalcontact/add_msg_template", Reads: false, AtATime: 4);
    public static readonly WeComApi ListMessages = new("/cgi-bin/externalcontact/get_groupmsg_list_v2", Reads: true, AtATime: 4);
    public static readonly WeComApi MessageStates = new("/cgi-bin/externalcontact/get_groupmsg_task", Reads: true, AtATime: 4);
    public static readonly WeComApi SendResults = new("/cgi-bin/externalcontact/get_groupmsg_send_result", Reads: true, AtATime: 4);
    public static readonly WeComApi CancelMessage = new("/cgi-bin/externalcontact/cancel_groupmsg_send", Reads: false, AtATime: 4);
}
