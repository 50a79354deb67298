using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Corp;

/// <summary>The corp's contact ways, and members who may not stand on one. The caller holds the corp's gate.</summary>
internal sealed class ContactWays(Ids ids)
{
    /// <summary>Together with group join ways.</summary>
    public const int Max = 500_000;

    private readonly Dictionary<string, ContactWay> _byConfig = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ContactWay> _byState = new(StringComparer.Ordinal);
    private long _made;

    /// <summary>By user: the errcode that a way with this member is refused with.</summary>
    public Dictionary<string, int> Restricted { get; } = new(StringComparer.Ordinal);

    public int Count => _byConfig.Count;

    /// <summary>Oldest first.</summary>
    public IEnumerable<ContactWay> All => _byConfig.Values.OrderBy(way => way.Number);

    public ContactWay? Find(string configId) => _byConfig.GetValueOrDefault(configId);

    /// <summary>The newest way that carries this state; null when there is none.</summary>
    public ContactWay? OfState(string state) => state.Length > 0 ? _byState.GetValueOrDefault(state) : null;

    public ContactWay Add(int type, int scene, DateTimeOffset at, Action<ContactWay> fill)
    {
        var number = ++_made;
        var way = new ContactWay { ConfigId = ids.Letters28("contact-way", $"{number}").ToLowerInvariant(), Type = type, Scene = scene, CreatedAt = at, Number = number };
        fill(way);
        _byConfig[way.ConfigId] = way;
        if (way.State.Length > 0) _byState[way.State] = way;
        return way;
    }

    public void Changed(ContactWay way, string stateBefore)
    {
        if (stateBefore == way.State) return;
        Unbind(way, stateBefore);
        if (way.State.Length > 0) _byState[way.State] = way;
    }

    public void Remove(ContactWay way)
    {
        _byConfig.Remove(way.ConfigId);
        Unbind(way, way.State);
    }

    /// <summary>Whom the next scan meets: the members in turn.</summary>
    public static string Lead(ContactWay way) => way.Users[way.Scans++ % way.Users.Count];

    private void Unbind(ContactWay way, string state)
    {
        if (_byState.GetValueOrDefault(state) == way) _byState.Remove(state);
    }
}
