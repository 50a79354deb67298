using Shiyu.Engine.Definitions;
using Shiyu.Engine.Facts;

namespace Shiyu.Engine.Tests.Laws;

internal sealed class NaiveRun(SopDefinition sop, Instant startedAt, Instant anchorAt, bool stays, bool heldOut)
{
    public SopDefinition Sop { get; set; } = sop;
    public Instant StartedAt { get; } = startedAt;
    public Instant AnchorAt { get; } = anchorAt;
    public bool Stays { get; } = stays;
    public bool HeldOut { get; } = heldOut;

    /// <summary>Ids of steps that the walk has left behind it, in any version.</summary>
    public HashSet<string> Behind { get; } = [];

    /// <summary>When its message is tried again.</summary>
    public Instant? DeferredUntil { get; set; }

    /// <summary>Since when its wait goes on, and the events folded since.</summary>
    public Instant? WaitingSince { get; set; }
    public List<EventFact> SeenWaiting { get; } = [];

    /// <summary>Events folded since the entry.</summary>
    public List<EventFact> Seen { get; } = [];
    public int Next { get; set; }
    public Instant ReachedAt { get; set; } = startedAt;
}
