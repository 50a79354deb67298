using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Rehearsal;

/// <summary>One customer of a rehearsal.</summary>
internal sealed class RehearsedCustomer(string name)
{
    public string Name { get; } = name;
    public CustomerState State { get; } = new(name);

    /// <summary>The earliest instant at which the queue holds this customer; an entry that came too early is put back.</summary>
    public Instant QueuedAt { get; set; } = Instant.Max;

    /// <summary>What was decided at the present instant; null when nothing was.</summary>
    public List<Effect>? Decided { get; set; }
}
