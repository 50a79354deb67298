namespace Shiyu.WeCom.Api;

// What a synchronisation reads. It goes page by page, because it keeps what it has before it asks for more.
public sealed partial class WeComClient
{
    /// <summary>Members whose customers one call may list.</summary>
    public const int MembersMax = 100;

    /// <summary>Rows that WeCom gives of a listing of customers at once.</summary>
    private const int RowsMax = 100;

    /// <summary>One page of the (customer, member) pairs of up to <see cref="MembersMax"/> members. An expired cursor is 50100: begin again without one.</summary>
    public Task<ContactsAnswer> ContactsAsync(IReadOnlyList<string> members, string cursor, CancellationToken stop) =>
        members.Count is 0 or > MembersMax ? throw new ArgumentOutOfRangeException(nameof(members), members.Count, $"Use 1 to {MembersMax} members.")
            : ReadAsync(WeComApi.Contacts, new ContactsRequest(members, cursor, RowsMax), WeComJson.Dialect.ContactsRequest, WeComJson.Dialect.ContactsAnswer, stop);

    /// <summary>A member's entry in the address book; 60111 when there is none.</summary>
    public Task<MemberAnswer> MemberAsync(string userid, CancellationToken stop) =>
        ReadAsync(WeComApi.Member, "&userid=" + Uri.EscapeDataString(userid), WeComJson.Dialect.MemberAnswer, stop);

    /// <summary>All customer groups.</summary>
    /// <param name="owners">Whose groups, at most 100 members; null: everybody's, while the app sees at most 1,000 members (81017 otherwise).</param>
    public async Task<IReadOnlyList<ListedGroupChat>> GroupChatsAsync(IReadOnlyList<string>? owners, CancellationToken stop)
    {
        var groups = new List<ListedGroupChat>();
        var filter = owners is null ? null : new OwnerFilter(owners);
        await foreach (var page in PagesAsync(
            cursor => ReadAsync(WeComApi.GroupChats, new GroupChatsRequest(0, filter, cursor, PageMax), WeComJson.Dialect.GroupChatsRequest, WeComJson.Dialect.GroupChatsAnswer, stop),
            page => page.NextCursor, groups.Clear).ConfigureAwait(false))
        {
            groups.AddRange(page.GroupChatList ?? []);
        }
        return groups;
    }

    /// <summary>One customer group; null when it is gone (90501).</summary>
    public async Task<GroupChat?> GroupChatAsync(string chatId, CancellationToken stop)
    {
        try
        {
            return (await ReadAsync(WeComApi.GroupChat, new GroupChatRequest(chatId, 0), WeComJson.Dialect.GroupChatRequest, WeComJson.Dialect.GroupChatAnswer, stop)
                .ConfigureAwait(false)).GroupChat;
        }
        catch (WeComException e) when (e.Error.Code == 90501)
        {
            return null;
        }
    }
}
