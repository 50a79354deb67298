using System.Collections.Immutable;
using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>A condition ready to be asked; immutable and shared by all customers.</summary>
public sealed class CompiledCondition
{
    private readonly Node _root;
    private readonly Leaf[] _leaves;

    internal CompiledCondition(Node root, IEnumerable<Leaf> leaves, ConditionNeeds needs)
    {
        _root = root;
        _leaves = [.. leaves.Distinct()];
        Needs = needs;
    }

    public ConditionNeeds Needs { get; }

    /// <summary>The answer at <see cref="Asking.Now"/>. Never throws for any data.</summary>
    public bool IsTrue(Asking asking) => _root.IsTrue(asking);

    /// <summary>The first instant after <see cref="Asking.Now"/> at which the answer changes by time alone; null when it never does.</summary>
    /// <remarks>
    /// Where a yearly date takes part, nine years beyond the last other boundary are searched: they hold every kind of year.
    /// </remarks>
    public Instant? NextChange(Asking asking) => NextChange(asking, _root.IsTrue(asking));

    /// <summary>Both at once.</summary>
    public bool Ask(Asking asking, out Instant? nextChange)
    {
        var answer = _root.IsTrue(asking);
        nextChange = NextChange(asking, answer);
        return answer;
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
                if (_root.IsTrue(asking) != answer) return asking.Now;
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
    bool Contacts);
