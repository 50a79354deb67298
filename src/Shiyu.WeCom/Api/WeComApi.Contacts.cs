namespace Shiyu.WeCom.Api;

// What a synchronisation calls.
internal sealed partial record WeComApi
{
    /// <summary>Outside the customer APIs: the address book's entry of one member (doc 90196).</summary>
    public static readonly WeComApi Member = new("/cgi-bin/user/get", AtATime: 4);

    public static readonly WeComApi GroupChats = new("/cgi-bin/externalcontact/groupchat/list", AtATime: 2);
    public static readonly WeComApi GroupChat = new("/cgi-bin/externalcontact/groupchat/get", AtATime: 4);
}
