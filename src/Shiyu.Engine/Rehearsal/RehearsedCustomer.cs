using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Rehearsal;

/// <summary>One customer of a rehearsal.</summary>
public sealed class RehearsedCustomer
{
    internal RehearsedCustomer(string name, int index) => (Name, Index, State) = (name, index, new CustomerState(name));

    /// <summary>As it is printed; chance and run ids are derived from it.</summary>
    public string Name { get; }

    /// <summary>Dense from 0, in the order in which customers were met.</summary>
    public int Index { get; }

    public CustomerState State { get; }

    /// <summary>Merged into another: time does not pass for it any more.</summary>
    internal bool Closed { get; set; }

    /// <summary>The earliest instant at which the queue holds this customer; an entry that came too early is put back.</summary>
    internal Instant QueuedAt { get; set; } = Instant.Max;

    /// <summary>What was decided at the present instant; null when nothing was.</summary>
    internal List<Effect>? Decided { get; set; }
}
