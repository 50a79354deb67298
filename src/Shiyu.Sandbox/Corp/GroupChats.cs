using System.Text.Json.Serialization;
using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Corp;

/// <summary>Customer groups, and the codes (join ways) that lead into them. The caller holds the corp's gate.</summary>
internal sealed class GroupChats(Ids ids)
{
    private readonly Dictionary<string, GroupChat> _chats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JoinWay> _ways = new(StringComparer.Ordinal);
    private long _made;

    public int WayCount => _ways.Count;

    /// <summary>Oldest first.</summary>
    public IEnumerable<GroupChat> All => _chats.Values.OrderBy(chat => chat.Number);

    public GroupChat? Find(string id) => _chats.GetValueOrDefault(id);

    public JoinWay? Way(string configId) => _ways.GetValueOrDefault(configId);

    public GroupChat Open(string name, string owner, DateTimeOffset at, IReadOnlyList<CorpCustomer>? customers = null)
    {
        var number = ++_made;
        var id = "wr" + ids.Letters28("group", $"{number}");
        return _chats[id] = new GroupChat(id, number, name, owner, at) { Customers = customers ?? [], Version = ids.Letters28("group-version", $"{number}") };
    }

    public JoinWay AddWay(Func<string, JoinWay> make)
    {
        var way = make(ids.Letters28("join-way", $"{++_made}").ToLowerInvariant());
        return _ways[way.ConfigId] = way;
    }

    public void Replace(JoinWay way) => _ways[way.ConfigId] = way;

    public void RemoveWay(string configId) => _ways.Remove(configId);
}

internal sealed record GroupChat(string Id, long Number, string Name, string Owner, DateTimeOffset CreatedAt)
{
    [JsonIgnore]
    public IReadOnlyList<CorpCustomer> Customers { get; init; } = [];

    /// <summary><c>member_version</c>: another one for another list of members.</summary>
    public string Version { get; init; } = "";
}

/// <param name="AutoCreate">Whether a new group is made when these are full.</param>
internal sealed record JoinWay(
    string ConfigId, int Scene, string Remark, bool AutoCreate, string RoomBaseName, long RoomBaseId, IReadOnlyList<string> Chats, string State);
