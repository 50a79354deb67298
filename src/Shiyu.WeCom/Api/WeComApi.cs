namespace Shiyu.WeCom.Api;

/// <summary>One API: where it is, and how many calls it bears at a time.</summary>
/// <param name="AtATime">Calls in flight; the three that are known for 45033 get fewer.</param>
internal sealed partial record WeComApi(string Path, int AtATime = 8)
{
    public static readonly WeComApi GetToken = new("/cgi-bin/gettoken", AtATime: 1);
    public static readonly WeComApi FollowUsers = new("/cgi-bin/externalcontact/get_follow_user_list");
    public static readonly WeComApi ContactIds = new("/cgi-bin/externalcontact/list", AtATime: 4);
    public static readonly WeComApi Contact = new("/cgi-bin/externalcontact/get");
    public static readonly WeComApi Contacts = new("/cgi-bin/externalcontact/batch/get_by_user", AtATime: 4);
    public static readonly WeComApi CorpTags = new("/cgi-bin/externalcontact/get_corp_tag_list", AtATime: 4);
    public static readonly WeComApi Welcome = new("/cgi-bin/externalcontact/send_welcome_msg");
    public static readonly WeComApi AddMessageTask = new("/cgi-bin/externalcontact/add_msg_template", AtATime: 4);
    public static readonly WeComApi ListMessages = new("/cgi-bin/externalcontact/get_groupmsg_list_v2", AtATime: 4);
    public static readonly WeComApi MessageStates = new("/cgi-bin/externalcontact/get_groupmsg_task", AtATime: 4);
    public static readonly WeComApi SendResults = new("/cgi-bin/externalcontact/get_groupmsg_send_result", AtATime: 4);
    public static readonly WeComApi RemindMessage = new("/cgi-bin/externalcontact/remind_groupmsg_send", AtATime: 4);
    public static readonly WeComApi SendAppMessage = new("/cgi-bin/message/send");
    public static readonly WeComApi RecallAppMessage = new("/cgi-bin/message/recall");
    public static readonly WeComApi CancelMessage = new("/cgi-bin/externalcontact/cancel_groupmsg_send", AtATime: 4);
}
