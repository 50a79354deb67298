using Shiyu.Runtime.Intake;

namespace Shiyu.Runtime.Rehearsing;

/// <summary>
/// Joins the identities that events name together into customers. A join that would give a customer two of one strong kind is left out.
/// </summary>
internal sealed class IdentityJoin
{
    private readonly Dictionary<Identity, int> _numbers = [];
    private readonly List<Node> _nodes = [];
    private string?[] _names = [];

    /// <param name="identities">Strongest first.</param>
    /// <param name="leftOut">Told about each join that is left out.</param>
    public void Add(Identity[] identities, Action<Identity, Identity, Identity, Identity> leftOut)
    {
        var first = NumberOf(identities[0]);
        for (var i = 1; i < identities.Length; i++)
        {
            var (a, b) = (Root(first), Root(NumberOf(identities[i])));
            if (a == b) continue;
            if (Clash(_nodes[a], _nodes[b]) is var (one, other)) leftOut(identities[0], identities[i], one, other);
            else Join(a, b);
        }
    }

    /// <summary>No more joins come: from here on customers are named.</summary>
    public void Close() => _names = new string?[_nodes.Count];

    /// <summary>The customer's printed name: the strongest identity; of several of a weak kind the smallest (ordinal).</summary>
    public string NameOf(Identity strongest)
    {
        var root = Root(_numbers[strongest]);
        return _names[root] ??= _nodes[root].Best.ToString();
    }

    private int NumberOf(Identity identity)
    {
        if (_numbers.TryGetValue(identity, out var number)) return number;
        number = _nodes.Count;
        _numbers.Add(identity, number);
        _nodes.Add(new Node
        {
            Parent = number,
            Best = identity,
            UnionId = identity.Kind == IdentityKind.UnionId ? identity.Value : null,
            ExternalUserId = identity.Kind == IdentityKind.ExternalUserId ? identity.Value : null,
            UserId = identity.Kind == IdentityKind.UserId ? identity.Value : null,
        });
        return number;
    }

    private int Root(int number)
    {
        while (_nodes[number].Parent != number)
        {
            // Halving the path keeps it short.
            var node = _nodes[number];
            node.Parent = _nodes[node.Parent].Parent;
            _nodes[number] = node;
            number = node.Parent;
        }
        return number;
    }

    private static (Identity, Identity)? Clash(Node a, Node b) =>
        Two(IdentityKind.UnionId, a.UnionId, b.UnionId)
        ?? Two(IdentityKind.ExternalUserId, a.ExternalUserId, b.ExternalUserId)
        ?? Two(IdentityKind.UserId, a.UserId, b.UserId);

    private static (Identity, Identity)? Two(IdentityKind kind, string? a, string? b) =>
        a is not null && b is not null && a != b ? (new Identity(kind, a), new Identity(kind, b)) : null;

    private void Join(int a, int b)
    {
        var (keeps, goes) = (_nodes[a], _nodes[b]);
        goes.Parent = a;
        keeps.UnionId ??= goes.UnionId;
        keeps.ExternalUserId ??= goes.ExternalUserId;
        keeps.UserId ??= goes.UserId;
        if (goes.Best.Kind < keeps.Best.Kind
            || (goes.Best.Kind == keeps.Best.Kind && string.CompareOrdinal(goes.Best.Value, keeps.Best.Value) < 0))
            keeps.Best = goes.Best;
        _nodes[a] = keeps;
        _nodes[b] = goes;
    }

    private struct Node
    {
        public int Parent;
        public Identity Best;
        public string? UnionId, ExternalUserId, UserId;
    }
}
