using System.Runtime.InteropServices;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Conditions;

/// <summary>A node of a compiled condition.</summary>
internal abstract class Node
{
    /// <summary>What it consists of, in file order.</summary>
    public virtual IReadOnlyList<Node> Parts => [];

    public abstract bool IsTrue(Asking asking);
}

/// <summary>A node that does not consist of others.</summary>
internal abstract class Leaf : Node
{
    public const long Never = long.MaxValue;

    /// <summary>The first instant (Unix ms) after now at which this leaf's own answer changes by time alone; <see cref="Never"/> if none.</summary>
    public abstract long NextFlip(Asking asking);

    /// <summary>From when on (Unix ms) only yearly dates make it flip; null for a leaf without one, whose flips end by themselves.</summary>
    public virtual long? PeriodicFrom(Asking asking) => null;

    /// <summary>Tries boundaries in order until the answer really differs.</summary>
    protected long FirstFlipAmong(List<long> boundaries, Asking asking)
    {
        var now = asking.Now;
        var answer = IsTrue(asking);
        boundaries.Sort();
        var before = now.UnixMs;
        try
        {
            foreach (var boundary in boundaries)
            {
                if (boundary <= before) continue;
                before = boundary;
                asking.Now = new Instant(boundary);
                if (IsTrue(asking) != answer) return boundary;
            }
        }
        finally
        {
            asking.Now = now;
        }
        return Never;
    }
}

/// <summary>A leaf that reads one accumulator.</summary>
internal abstract class AccumulatorLeaf(Accumulator accumulator, bool ofRun) : Leaf
{
    /// <summary>The accumulator's words; empty when nothing matched yet.</summary>
    protected ReadOnlySpan<long> Read(Asking asking)
    {
        var states = ofRun ? asking.RunAccumulators : asking.Accumulators;
        return states is null ? default : states.Of(accumulator.Index);
    }

    protected ReadOnlySpan<T> Read<T>(Asking asking) where T : unmanaged => MemoryMarshal.Cast<long, T>(Read(asking));
}

internal sealed class ConstantNode(bool answer) : Node
{
    public override bool IsTrue(Asking asking) => answer;
}

internal sealed class AllNode(Node[] parts) : Node
{
    public override IReadOnlyList<Node> Parts => parts;

    public override bool IsTrue(Asking asking)
    {
        foreach (var part in parts)
        {
            if (!part.IsTrue(asking)) return false;
        }
        return true;
    }
}

internal sealed class AnyNode(Node[] parts) : Node
{
    public override IReadOnlyList<Node> Parts => parts;

    public override bool IsTrue(Asking asking)
    {
        foreach (var part in parts)
        {
            if (part.IsTrue(asking)) return true;
        }
        return false;
    }
}

internal sealed class NotNode(Node part) : Node
{
    public override IReadOnlyList<Node> Parts => [part];

    public override bool IsTrue(Asking asking) => !part.IsTrue(asking);
}
