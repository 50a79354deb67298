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
    public static readonly WeComApi UploadMedia = new("/cgi-bin/media/upload", AtATime: 2);
    public static readonly WeComApi Links = new("/cgi-bin/externalcontact/customer_acquisition/list_link", AtATime: 4);
    public static readonly WeComApi Link = new("/cgi-bin/externalcontact/customer_acquisition/get", AtATime: 4);
    public static readonly WeComApi CreateLink = new("/cgi-bin/externalcontact/customer_acquisition/create_link", AtATime: 4);
    public static readonly WeComApi UpdateLink = new("/cgi-bin/externalcontact/customer_acquisition/update_link", AtATime: 4);
    public static readonly WeComApi DeleteLink = new("/cgi-bin/externalcontact/customer_acquisition/delete_link", AtATime: 4);
    public static readonly WeComApi LinkStatistic = new("/cgi-bin/externalcontact/customer_acquisition/statistic", AtATime: 4);
    public static readonly WeComApi LinkQuota = new("/cgi-bin/externalcontact/customer_acquisition_quota", AtATime: 4);
    public static readonly WeComApi AddJoinWay = new("/cgi-bin/externalcontact/groupchat/add_join_way", AtATime: 4);
    public static readonly WeComApi JoinWay = new("/cgi-bin/externalcontact/groupchat/get_join_way", AtATime: 4);
    public static readonly WeComApi UpdateJoinWay = new("/cgi-bin/externalcontact/groupchat/update_join_way", AtATime: 4);
    public static readonly WeComApi DeleteJoinWay = new("/cgi-bin/externalcontact/groupchat/del_join_way", AtATime: 4);
    public static readonly WeComApi Remark = new("/cgi-bin/externalcontact/remark", AtATime: 4);
    public static readonly WeComApi AddContactWay = new("/cgi-bin/externalcontact/add_contact_way", AtATime: 4);
    public static readonly WeComApi ContactWay = new("/cgi-bin/externalcontact/get_contact_way", AtATime: 4);
    public static readonly WeComApi ContactWays = new("/cgi-bin/externalcontact/list_contact_way", AtATime: 4);
    public static readonly WeComApi UpdateContactWay = new("/cgi-bin/externalcontact/update_contact_way", AtATime: 4);
    public static readonly WeComApi DeleteContactWay = new("/cgi-bin/externalcontact/del_contact_way", AtATime: 4);
    public static readonly WeComApi AddMessageTask = new("/cgi-bin/externalcontact/add_msg_template", AtATime: 4);
    public static readonly WeComApi ListMessages = new("/cgi-bin/externalcontact/get_groupmsg_list_v2", AtATime: 4);
    public static readonly WeComApi MessageStates = new("/cgi-bin/externalcontact/get_groupmsg_task", AtATime: 4);
    public static readonly WeComApi SendResults = new("/cgi-bin/externalcontact/get_groupmsg_send_result", AtATime: 4);
    public static readonly WeComApi RemindMessage = new("/cgi-bin/externalcontact/remind_groupmsg_send", AtATime: 4);
    public static readonly WeComApi SendAppMessage = new("/cgi-bin/message/send");
    public static readonly WeComApi RecallAppMessage = new("/cgi-bin/message/recall");
    public static readonly WeComApi CancelMessage = new("/cgi-bin/externalcontact/cancel_groupmsg_send", AtATime: 4);
}
