using System.Text.Json;
using Shiyu.WeCom.Api;
using Shiyu.WeCom.Hosting;

namespace Shiyu.WeCom.Contacts;

/// <summary>The customer groups, as WeCom showed them last; durable.</summary>
internal sealed class GroupBook(IWeComHost host)
{
    private const string Collection = "wecom.group";

    public IEnumerable<(string ChatId, KeptGroup Group)> All =>
        host.All(Collection).Select(record => (record.Key, JsonSerializer.Deserialize(record.Value, ContactsJson.Default.KeptGroup)!));

    public static Record Record(ListedGroupChat listed, GroupChat group) => new(Collection, listed.ChatId, JsonSerializer.SerializeToUtf8Bytes(
        new KeptGroup(
            group.Name, group.Owner, group.CreateTime, listed.Status, group.MemberList?.Count(member => member.Type == 1) ?? 0,
            group.MemberList?.Count(member => member.Type == 2) ?? 0, group.MemberVersion),
        ContactsJson.Default.KeptGroup));

    public static Record Gone(string chatId) => new(Collection, chatId, null);
}

/// <param name="CreatedAt">Unix seconds.</param>
/// <param name="Status">WeCom's: 0 normal, 1 the owner has resigned, 2 being inherited, 3 inherited.</param>
/// <param name="Members">People of the corp in it.</param>
/// <param name="Version">WeCom's <c>member_version</c>.</param>
internal sealed record KeptGroup(string Name, string Owner, long CreatedAt, long Status, int Members, int Customers, string Version);
