using Shiyu.Sandbox.Time;

namespace Shiyu.Sandbox.Corp;

/// <summary>Acquisition links (获客助手) and the units that adds through them use up. The caller holds the corp's gate.</summary>
internal sealed class AcquisitionLinks(Ids ids)
{
    /// <summary>What the stand-in corp has bought.</summary>
    public const int Total = 1_000;

    private readonly Dictionary<string, AcquisitionLink> _byId = new(StringComparer.Ordinal);
    private long _made;

    public int Balance { get; private set; } = Total;

    /// <summary>Oldest first.</summary>
    public IEnumerable<AcquisitionLink> All => _byId.Values.OrderBy(link => link.Number);

    public AcquisitionLink? Find(string id) => _byId.GetValueOrDefault(id);

    public AcquisitionLink Add(string name, DateTimeOffset at)
    {
        var number = ++_made;
        var id = "caw" + ids.Letters28("acquisition", $"{number}").ToLowerInvariant()[..15];
        return _byId[id] = new AcquisitionLink { Id = id, Number = number, Name = name, CreatedAt = at, Url = $"https://work.weixin.qq.com/ca/{id}" };
    }

    public void Remove(AcquisitionLink link) => _byId.Remove(link.Id);

    /// <summary>One more add; false when nothing is left, and the link leads nowhere.</summary>
    public bool Spend()
    {
        if (Balance == 0) return false;
        Balance--;
        return true;
    }
}

internal sealed class AcquisitionLink
{
    public required string Id { get; init; }

    public required long Number { get; init; }

    public required string Url { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string Name { get; set; }

    public bool SkipVerify { get; set; } = true;

    public IReadOnlyList<string> Users { get; set; } = [];

    /// <summary>Who opened it, business time.</summary>
    public List<DateTimeOffset> Clicks { get; } = [];

    /// <summary>Who was added through it.</summary>
    public List<(string Customer, string Member, string State, DateTimeOffset At)> Adds { get; } = [];
}
