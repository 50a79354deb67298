using System.Collections.Immutable;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>A condition ready to be asked; immutable and shared by all customers.</summary>
public sealed class CompiledCondition
{
    private readonly Leaf[] _leaves;

    internal CompiledCondition(Node root, ConditionNeeds needs)
    {
        Root = root;
        _leaves = LeavesUnder(root);
        Needs = needs;
    }

    public ConditionNeeds Needs { get; }

    internal Node Root { get; }

    /// <summary>The answer at <see cref="Asking.Now"/>. Never throws for any data.</summary>
    public bool IsTrue(Asking asking) => Root.IsTrue(asking);

    /// <summary>The first instant after <see cref="Asking.Now"/> at which the answer changes by time alone; null when it never does.</summary>
    /// <remarks>
    /// Where a yearly date takes part, nine years beyond the last other boundary are searched: they hold every kind of year.
    /// </remarks>
    public Instant? NextChange(Asking asking) => NextChange(asking, Root.IsTrue(asking));

    /// <summary>Both at once.</summary>
    public bool Ask(Asking asking, out Instant? nextChange)
    {
        var answer = Root.IsTrue(asking);
        nextChange = NextChange(asking, answer);
        return answer;
    }

    private static Leaf[] LeavesUnder(Node root)
    {
        var leaves = new List<Leaf>();
        // An audience that is named twice is one node that stands in two places.
        var seen = new HashSet<Node>();
        Visit(root);
        return [.. leaves];

        void Visit(Node node)
        {
            if (!seen.Add(node)) return;
            if (node is Leaf leaf) leaves.Add(leaf);
            foreach (var part in node.Parts) Visit(part);
        }
    }

    private Instant? NextChange(Asking asking, bool answer)
    {
        var now = asking.Now;
        try
        {
            while (true)
            {
                // Between two flips of leaves nothing can change; at a flip the whole may still stay as it is.
                var next = Leaf.Never;
                long? until = 0;
                foreach (var leaf in _leaves)
                {
                    var flip = leaf.NextFlip(asking);
                    if (flip == Leaf.Never) continue;
                    next = Math.Min(next, flip);
                    until = leaf.PeriodicFrom(asking) is { } from && until is not null ? Math.Max(until.Value, from) : null;
                }
                if (next == Leaf.Never) return null;
                // Nine years after the last single boundary, and after the question, hold every kind of year.
                if (until is { } last && next - Math.Max(last, now.UnixMs) > 9 * 366 * Calendar.DayMs) return null;
                asking.Now = new Instant(next);
                if (Root.IsTrue(asking) != answer) return asking.Now;
            }
        }
        finally
        {
            asking.Now = now;
        }
    }
}

/// <summary>What can change a condition's answer besides time.</summary>
/// <param name="Events">Event names that feed its accumulators.</param>
public sealed record ConditionNeeds(
    ImmutableHashSet<string> Events,
    ImmutableHashSet<TagName> Tags,
    ImmutableHashSet<string> Attributes,
    bool Contacts)
{
    internal static readonly ConditionNeeds None = new([], [], [], false);
}
