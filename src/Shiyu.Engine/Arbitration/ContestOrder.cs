using Shiyu.Engine.Definitions;

namespace Shiyu.Engine.Arbitration;

/// <summary>Who is tried first: the higher class, then the higher value where values decide, then the higher priority, then the SOP's name.</summary>
/// <param name="byValue">The classes (<see cref="Bit"/>) of whose contenders enough is known.</param>
internal readonly struct ContestOrder(byte byValue) : IComparer<Contender>
{
    public static byte Bit(MessageClass of) => (byte)(1 << (int)of);

    public int Compare(Contender a, Contender b) => Decide(a, b).Order;

    /// <summary>What put one before the other.</summary>
    public WonBy Why(in Contender a, in Contender b) => Decide(a, b).By;

    private (int Order, WonBy By) Decide(in Contender a, in Contender b)
    {
        var (one, other) = (a.Sop.Definition, b.Sop.Definition);
        if (one.Class != other.Class) return (one.Class.CompareTo(other.Class), WonBy.Class);
        if ((byValue & Bit(one.Class)) != 0 && a.Value!.Amount.CompareTo(b.Value!.Amount) is not 0 and var byAmount) return (-byAmount, WonBy.Value);
        if (one.Priority != other.Priority) return (other.Priority.CompareTo(one.Priority), WonBy.Priority);
        return (a.Sop.Index.CompareTo(b.Sop.Index), WonBy.Name);
    }
}
